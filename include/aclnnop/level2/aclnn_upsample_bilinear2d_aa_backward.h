/* The older place of this header, derived by acl_sim/build/headers.py. */
#include "aclnnop/aclnn_upsample_bilinear2d_aa_backward.h"
