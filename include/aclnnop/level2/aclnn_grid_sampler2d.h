/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_grid_sampler2d.h"
