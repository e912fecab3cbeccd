/* What rope_kernels.h computes with on any processor: one pair at a time; the compiler may vectorise that,
 * and for another processor where TARGET is defined beforehand. */
#ifndef ACL_SIM_NATIVE_ROPE_PAIRS_H
#define ACL_SIM_NATIVE_ROPE_PAIRS_H

#include "rope_element.h"

#ifndef TARGET
#define TARGET
#endif
enum { LANES = 1 };

struct pairs {
    float a, b;
};

/* From a block of `pairs` pairs, pair number i. */
ACL_SIM_INLINE struct pairs load_pairs(int dtype, int layout, size_t pairs, const void *block, size_t i)
{
    const size_t a = layout == HALVES ? i : 2 * i, b = layout == HALVES ? i + pairs : 2 * i + 1;
    return (struct pairs){load_element(dtype, block, a), load_element(dtype, block, b)};
}

ACL_SIM_INLINE void store_pairs(int dtype, int layout, size_t pairs, void *block, size_t i, struct pairs value)
{
    const size_t a = layout == HALVES ? i : 2 * i, b = layout == HALVES ? i + pairs : 2 * i + 1;
    store_element(dtype, block, a, value.a);
    store_element(dtype, block, b, value.b);
}

/* (b, a) for (a, b). */
ACL_SIM_INLINE struct pairs swapped(int layout, struct pairs value)
{
    (void)layout;
    return (struct pairs){value.b, value.a};
}

/* (b, -a) for (a, b). */
ACL_SIM_INLINE struct pairs turned(int layout, struct pairs value)
{
    (void)layout;
    return (struct pairs){value.b, -value.a};
}

#endif
