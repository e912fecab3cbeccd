#include "cpu.h"

#ifdef ACL_SIM_X86
#include "rope_pairs_avx2.h"

#include "rope_kernels.h"

const struct acl_sim_rope_kernels acl_sim_rope_avx2 = KERNELS;
#endif
