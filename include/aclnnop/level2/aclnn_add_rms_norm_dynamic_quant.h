/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_add_rms_norm_dynamic_quant.h"
