/* Eight elements of a 16-bit format, to float32 and back, bit for bit as half_inline.h does one. In intrinsics, because
 * gcc 12 does not make F16C's two instructions of plain C, but thirty. */
#ifndef ACL_SIM_NATIVE_HALF_AVX2_H
#define ACL_SIM_NATIVE_HALF_AVX2_H

#include <immintrin.h>

#include "cpu.h"

#define ACL_SIM_INLINE_AVX2 ACL_SIM_AVX2 ACL_SIM_INLINE

ACL_SIM_INLINE_AVX2 __m256 widen8_f16(__m128i half)
{
    return _mm256_cvtph_ps(half);
}

ACL_SIM_INLINE_AVX2 __m128i narrow8_f16(__m256 value)
{
    return _mm256_cvtps_ph(value, _MM_FROUND_TO_NEAREST_INT);
}

ACL_SIM_INLINE_AVX2 __m256 widen8_bf16(__m128i half)
{
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(half), 16));
}

ACL_SIM_INLINE_AVX2 __m256i round_bf16_unless_nan(__m256 value)
{
    const __m256i bits = _mm256_castps_si256(value);
    const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    return _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7fff)), odd);
}

ACL_SIM_INLINE_AVX2 __m256i quiet_bits_if_nan(__m256 value)
{
    const __m256i nan = _mm256_castps_si256(_mm256_cmp_ps(value, value, _CMP_UNORD_Q));
    return _mm256_and_si256(nan, _mm256_set1_epi32(0x7fc00000));
}

/* a's and b's eight results by turns. NaN is so rare that a branch costs less than treating every element. */
ACL_SIM_INLINE_AVX2 __m256i narrow16_bf16_by_turns(__m256 a, __m256 b)
{
    __m256i upper_a = round_bf16_unless_nan(a), upper_b = round_bf16_unless_nan(b);
    if (__builtin_expect(_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_UNORD_Q)), 0)) {
        upper_a = _mm256_or_si256(upper_a, quiet_bits_if_nan(a));
        upper_b = _mm256_or_si256(upper_b, quiet_bits_if_nan(b));
    }
    return _mm256_blend_epi16(_mm256_srli_epi32(upper_a, 16), upper_b, 0xaa);
}

/* a's eight results, then b's. */
ACL_SIM_INLINE_AVX2 __m256i narrow16_bf16(__m256 a, __m256 b)
{
    const __m128i a_then_b = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
    const __m256i by_turns = narrow16_bf16_by_turns(a, b);
    const __m256i apart = _mm256_shuffle_epi8(by_turns, _mm256_broadcastsi128_si256(a_then_b));
    return _mm256_permute4x64_epi64(apart, _MM_SHUFFLE(3, 1, 2, 0));
}

#endif
