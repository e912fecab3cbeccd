/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_foreach_non_finite_check_and_unscale.h"
