#include "half.h"

#include <stdatomic.h>

#include "cpu.h"
#include "half_inline.h"

#ifdef ACL_SIM_X86
#include <cpuid.h>

static int processor_has_avx2(void)
{
    unsigned eax, ebx, ecx, edx; /* clang's __builtin_cpu_supports does not know f16c */
    return __builtin_cpu_supports("avx2") && __get_cpuid(1, &eax, &ebx, &ecx, &edx) && ecx & bit_F16C;
}
#else
static int processor_has_avx2(void)
{
    return 0;
}
#endif

static _Atomic int uses_avx2 = -1; /* not known yet */

int acl_sim_allow_avx2(int allowed)
{
    const int now = allowed && processor_has_avx2();
    uses_avx2 = now;
    return now;
}

int acl_sim_uses_avx2(void)
{
    const int known = uses_avx2;
    return known >= 0 ? known : acl_sim_allow_avx2(1);
}

/* Each of the functions named _avx2 leaves less than a vector to do, and returns how many elements it did. */
#ifdef ACL_SIM_X86
#include "half_avx2.h"

#define DONE_WITH_AVX2(function, from, to, n) (acl_sim_uses_avx2() ? function(from, to, n) : 0)

ACL_SIM_AVX2 static size_t f16_to_f32_avx2(const uint16_t *restrict from, float *restrict to, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) _mm256_storeu_ps(to + i, widen8_f16(_mm_loadu_si128((const void *)(from + i))));
    return i;
}

ACL_SIM_AVX2 static size_t f32_to_f16_avx2(const float *restrict from, uint16_t *restrict to, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) _mm_storeu_si128((void *)(to + i), narrow8_f16(_mm256_loadu_ps(from + i)));
    return i;
}

ACL_SIM_AVX2 static size_t bf16_to_f32_avx2(const uint16_t *restrict from, float *restrict to, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) _mm256_storeu_ps(to + i, widen8_bf16(_mm_loadu_si128((const void *)(from + i))));
    return i;
}

ACL_SIM_AVX2 static size_t f32_to_bf16_avx2(const float *restrict from, uint16_t *restrict to, size_t n)
{
    size_t i = 0;
    for (; i + 16 <= n; i += 16)
        _mm256_storeu_si256((void *)(to + i), narrow16_bf16(_mm256_loadu_ps(from + i), _mm256_loadu_ps(from + i + 8)));
    return i;
}
#else
#define DONE_WITH_AVX2(function, from, to, n) 0
#endif

void acl_sim_f16_to_f32(const uint16_t *restrict from, float *restrict to, size_t n)
{
    for (size_t i = DONE_WITH_AVX2(f16_to_f32_avx2, from, to, n); i < n; i++) to[i] = widen_f16(from[i]);
}

void acl_sim_f32_to_f16(const float *restrict from, uint16_t *restrict to, size_t n)
{
    for (size_t i = DONE_WITH_AVX2(f32_to_f16_avx2, from, to, n); i < n; i++) to[i] = narrow_f16(from[i]);
}

void acl_sim_bf16_to_f32(const uint16_t *restrict from, float *restrict to, size_t n)
{
    for (size_t i = DONE_WITH_AVX2(bf16_to_f32_avx2, from, to, n); i < n; i++) to[i] = widen_bf16(from[i]);
}

void acl_sim_f32_to_bf16(const float *restrict from, uint16_t *restrict to, size_t n)
{
    for (size_t i = DONE_WITH_AVX2(f32_to_bf16_avx2, from, to, n); i < n; i++) to[i] = narrow_bf16(from[i]);
}
