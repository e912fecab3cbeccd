/* One element of a row, in float32, and how a row's pairs (a, b) are laid out. */
#ifndef ACL_SIM_NATIVE_ROPE_ELEMENT_H
#define ACL_SIM_NATIVE_ROPE_ELEMENT_H

#include <stddef.h>

#include "cpu.h"
#include "half_inline.h"
#include "rope_rows.h"

enum layout {
    HALVES,      /* all a, then all b */
    ADJACENT,    /* side by side, and computed with as they lie */
    INTERLEAVED, /* side by side, but taken apart to compute with */
};

ACL_SIM_INLINE float load_element(int dtype, const void *at, size_t i)
{
    return dtype == ACL_SIM_ROPE_F32   ? ((const float *)at)[i]
           : dtype == ACL_SIM_ROPE_F16 ? widen_f16(((const uint16_t *)at)[i])
                                       : widen_bf16(((const uint16_t *)at)[i]);
}

ACL_SIM_INLINE void store_element(int dtype, void *at, size_t i, float value)
{
    if (dtype == ACL_SIM_ROPE_F32) ((float *)at)[i] = value;
    else ((uint16_t *)at)[i] = dtype == ACL_SIM_ROPE_F16 ? narrow_f16(value) : narrow_bf16(value);
}

ACL_SIM_INLINE void *element_at(int dtype, const void *at, ptrdiff_t i)
{
    return (char *)at + i * (dtype == ACL_SIM_ROPE_F32 ? 4 : 2);
}

#endif
