/* Rows of any length on a processor with AVX2: plain C, compiled for it. */
#include "cpu.h"

#ifdef ACL_SIM_X86
#define TARGET ACL_SIM_AVX2
#include "rope_pairs.h"

#include "rope_kernels.h"

const struct acl_sim_rope_kernels acl_sim_rope_avx2_any = KERNELS;
#endif
