/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_adaptive_avg_pool2d_backward.h"
