#include "rope_rows.h"

#include "rope_pairs.h"

#include "rope_kernels.h"

const struct acl_sim_rope_kernels acl_sim_rope_portable = KERNELS;

int acl_sim_rope_permutes(int mode)
{
    return mode == PERMUTING;
}

int acl_sim_rope_unit(int mode)
{
    return mode >= 0 && mode < (int)(sizeof arrangements / sizeof *arrangements) ? 2 * arrangements[mode].blocks : 0;
}

const struct acl_sim_rope_kernels *acl_sim_rope_kernels(int mode, size_t d)
{
#ifdef ACL_SIM_X86
    if (acl_sim_uses_avx2()) /* eight pairs at a time, where a row can be divided so */
        return block_size(mode, d) % 16 == 0 ? &acl_sim_rope_avx2 : &acl_sim_rope_avx2_any;
#else
    (void)mode, (void)d;
#endif
    return &acl_sim_rope_portable;
}
