/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_apply_top_k_top_p.h"
