/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_inplace_add_rms_norm.h"
