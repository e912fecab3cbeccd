/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_upsample_nearest_exact1d.h"
