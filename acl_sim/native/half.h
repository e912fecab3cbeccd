/* The 16-bit floating-point formats against float32: n contiguous elements, exactly one way, to the nearest, ties to
 * even, the other. Subnormals keep their value, what is too large becomes infinity, NaN stays NaN and is quiet once
 * narrowed. In the default floating-point environment: a host that flushes subnormals to zero loses float16's, unless
 * its processor has F16C. */
#ifndef ACL_SIM_NATIVE_HALF_H
#define ACL_SIM_NATIVE_HALF_H

#include <stddef.h>
#include <stdint.h>

void acl_sim_f16_to_f32(const uint16_t *from, float *to, size_t n);
void acl_sim_f32_to_f16(const float *from, uint16_t *to, size_t n);
void acl_sim_bf16_to_f32(const uint16_t *from, float *to, size_t n);
void acl_sim_f32_to_bf16(const float *from, uint16_t *to, size_t n);

/* Whether conversions and kernels may use AVX2 and F16C, as they do from the start where the processor has them;
 * returns whether they do now. For tests: it never changes a bit of a result, except which of two NaNs an operation
 * returns. */
int acl_sim_allow_avx2(int allowed);

#endif
