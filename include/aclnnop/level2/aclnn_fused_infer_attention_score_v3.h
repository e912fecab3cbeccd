/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_fused_infer_attention_score_v3.h"
