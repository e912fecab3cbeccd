/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_scatter_pa_kv_cache.h"
