/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_rope_with_sin_cos_cache.h"
