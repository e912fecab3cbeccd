/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_dequant_swiglu_quant_v2.h"
