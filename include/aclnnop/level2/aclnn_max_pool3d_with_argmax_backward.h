/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_max_pool3d_with_argmax_backward.h"
