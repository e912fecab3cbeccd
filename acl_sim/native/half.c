#include "half.h"

#include "clones.h"
#include "half_inline.h"

ACL_SIM_CLONES void acl_sim_f16_to_f32(const uint16_t *restrict from, float *restrict to, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = widen_f16(from[i]);
}

ACL_SIM_CLONES void acl_sim_f32_to_f16(const float *restrict from, uint16_t *restrict to, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = narrow_f16(from[i]);
}

ACL_SIM_CLONES void acl_sim_bf16_to_f32(const uint16_t *restrict from, float *restrict to, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = widen_bf16(from[i]);
}

ACL_SIM_CLONES void acl_sim_f32_to_bf16(const float *restrict from, uint16_t *restrict to, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = narrow_bf16(from[i]);
}
