/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_moe_compute_expert_tokens.h"
