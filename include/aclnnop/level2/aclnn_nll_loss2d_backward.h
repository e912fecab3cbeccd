/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_nll_loss2d_backward.h"
