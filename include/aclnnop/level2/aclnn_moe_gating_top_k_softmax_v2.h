/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_moe_gating_top_k_softmax_v2.h"
