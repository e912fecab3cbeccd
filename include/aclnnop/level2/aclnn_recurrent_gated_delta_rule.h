/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_recurrent_gated_delta_rule.h"
