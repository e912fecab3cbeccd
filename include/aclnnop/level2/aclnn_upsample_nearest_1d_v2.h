/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_upsample_nearest_1d_v2.h"
