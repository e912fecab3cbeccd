/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_weight_quant_batch_matmul_v2.h"
