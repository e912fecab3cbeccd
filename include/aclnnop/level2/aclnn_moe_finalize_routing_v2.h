/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_moe_finalize_routing_v2.h"
