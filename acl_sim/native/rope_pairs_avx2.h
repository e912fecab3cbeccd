/* What rope_kernels.h computes with on a processor with AVX2 and F16C: eight pairs at a time. In intrinsics like
 * half_avx2.h, so that moving pairs about costs as little as converting them. */
#ifndef ACL_SIM_NATIVE_ROPE_PAIRS_AVX2_H
#define ACL_SIM_NATIVE_ROPE_PAIRS_AVX2_H

#include "half_avx2.h"
#include "rope_element.h"

#define TARGET ACL_SIM_AVX2
enum { LANES = 8 };

/* Of pairs that are ADJACENT, a holds the first four and b the others; else what the names say. */
struct pairs {
    __m256 a, b;
};

ACL_SIM_INLINE_AVX2 __m256 load_vector(int dtype, const void *at)
{
    return dtype == ACL_SIM_ROPE_F32   ? _mm256_loadu_ps(at)
           : dtype == ACL_SIM_ROPE_F16 ? widen8_f16(_mm_loadu_si128(at))
                                       : widen8_bf16(_mm_loadu_si128(at));
}

ACL_SIM_INLINE_AVX2 void store_vectors(int dtype, void *at_a, void *at_b, struct pairs value)
{
    if (dtype == ACL_SIM_ROPE_F32) {
        _mm256_storeu_ps(at_a, value.a);
        _mm256_storeu_ps(at_b, value.b);
    } else if (dtype == ACL_SIM_ROPE_F16) {
        _mm_storeu_si128(at_a, narrow8_f16(value.a));
        _mm_storeu_si128(at_b, narrow8_f16(value.b));
    } else {
        const __m256i both = narrow16_bf16(value.a, value.b);
        _mm_storeu_si128(at_a, _mm256_castsi256_si128(both));
        _mm_storeu_si128(at_b, _mm256_extracti128_si256(both, 1));
    }
}

/* 64-bit parts 0, 2, 1, 3: mends what instructions do that work within the halves of a vector. */
ACL_SIM_INLINE_AVX2 __m256i swap_middle(__m256i vector)
{
    return _mm256_permute4x64_epi64(vector, _MM_SHUFFLE(3, 1, 2, 0));
}

ACL_SIM_INLINE_AVX2 struct pairs load_interleaved(int dtype, const void *at)
{
    if (dtype == ACL_SIM_ROPE_F32) {
        const __m256 v = _mm256_loadu_ps(at), w = _mm256_loadu_ps((const float *)at + 8);
        const __m256 a = _mm256_shuffle_ps(v, w, _MM_SHUFFLE(2, 0, 2, 0));
        const __m256 b = _mm256_shuffle_ps(v, w, _MM_SHUFFLE(3, 1, 3, 1));
        return (struct pairs){_mm256_castsi256_ps(swap_middle(_mm256_castps_si256(a))),
                              _mm256_castsi256_ps(swap_middle(_mm256_castps_si256(b)))};
    }
    if (dtype == ACL_SIM_ROPE_F16) {
        const __m128i a_then_b = _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
        const __m128i v = _mm_shuffle_epi8(_mm_loadu_si128(at), a_then_b);
        const __m128i w = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)at + 1), a_then_b);
        return (struct pairs){widen8_f16(_mm_unpacklo_epi64(v, w)), widen8_f16(_mm_unpackhi_epi64(v, w))};
    }
    const __m256i v = _mm256_loadu_si256(at);
    const __m256i b = _mm256_and_si256(v, _mm256_set1_epi32((int)0xffff0000));
    return (struct pairs){_mm256_castsi256_ps(_mm256_slli_epi32(v, 16)), _mm256_castsi256_ps(b)};
}

ACL_SIM_INLINE_AVX2 void store_interleaved(int dtype, void *at, struct pairs value)
{
    if (dtype == ACL_SIM_ROPE_F32) {
        const __m256 v = _mm256_unpacklo_ps(value.a, value.b), w = _mm256_unpackhi_ps(value.a, value.b);
        _mm256_storeu_ps(at, _mm256_permute2f128_ps(v, w, 0x20));
        _mm256_storeu_ps((float *)at + 8, _mm256_permute2f128_ps(v, w, 0x31));
    } else if (dtype == ACL_SIM_ROPE_F16) {
        const __m128i a = narrow8_f16(value.a), b = narrow8_f16(value.b);
        _mm_storeu_si128(at, _mm_unpacklo_epi16(a, b));
        _mm_storeu_si128((__m128i *)at + 1, _mm_unpackhi_epi16(a, b));
    } else {
        _mm256_storeu_si256(at, narrow16_bf16_by_turns(value.a, value.b));
    }
}

/* As in rope_pairs.h, but pairs i to i + 7. */
ACL_SIM_INLINE_AVX2 struct pairs load_pairs(int dtype, int layout, size_t pairs, const void *block, size_t i)
{
    const size_t a = layout == HALVES ? i : 2 * i, b = layout == HALVES ? i + pairs : 2 * i + LANES;
    const void *at_a = element_at(dtype, block, (ptrdiff_t)a), *at_b = element_at(dtype, block, (ptrdiff_t)b);
    if (layout == INTERLEAVED) return load_interleaved(dtype, at_a);
    return (struct pairs){load_vector(dtype, at_a), load_vector(dtype, at_b)};
}

ACL_SIM_INLINE_AVX2 void store_pairs(int dtype, int layout, size_t pairs, void *block, size_t i, struct pairs value)
{
    const size_t a = layout == HALVES ? i : 2 * i, b = layout == HALVES ? i + pairs : 2 * i + LANES;
    void *at_a = element_at(dtype, block, (ptrdiff_t)a), *at_b = element_at(dtype, block, (ptrdiff_t)b);
    if (layout == INTERLEAVED) store_interleaved(dtype, at_a, value);
    else store_vectors(dtype, at_a, at_b, value);
}

ACL_SIM_INLINE_AVX2 struct pairs swapped(int layout, struct pairs value)
{
    if (layout != ADJACENT) return (struct pairs){value.b, value.a};
    return (struct pairs){_mm256_permute_ps(value.a, _MM_SHUFFLE(2, 3, 0, 1)),
                          _mm256_permute_ps(value.b, _MM_SHUFFLE(2, 3, 0, 1))};
}

ACL_SIM_INLINE_AVX2 struct pairs turned(int layout, struct pairs value)
{
    const struct pairs other = swapped(layout, value);
    if (layout != ADJACENT) return (struct pairs){other.a, -other.b};
    const __m256 second = _mm256_setr_ps(0.0f, -0.0f, 0.0f, -0.0f, 0.0f, -0.0f, 0.0f, -0.0f);
    return (struct pairs){_mm256_xor_ps(other.a, second), _mm256_xor_ps(other.b, second)};
}

#endif
