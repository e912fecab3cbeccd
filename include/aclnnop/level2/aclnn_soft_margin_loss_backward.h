/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_soft_margin_loss_backward.h"
