/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_trans_quant_param_v2.h"
