/* One element of a 16-bit format, to float32 and back. No branches, so that loops over these vectorise; gcc 12 does not
 * vectorise _Float16 casts. */
#ifndef ACL_SIM_NATIVE_HALF_INLINE_H
#define ACL_SIM_NATIVE_HALF_INLINE_H

#include <stdint.h>
#include <string.h>

#define F32_MAGNITUDE UINT32_C(0x7fffffff)
#define F32_INFINITY UINT32_C(0x7f800000) /* also the mask of the exponent */

static inline float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Sign, exponent and fraction move to their places in a float32, which then is 2^112 too small because the exponent
 * still has float16's bias. The multiplication mends that, for subnormals too, and makes a signalling NaN quiet. */
static inline float widen_f16(uint16_t half)
{
    const uint32_t f16_exponent = UINT32_C(0x0f800000);
    const uint32_t bits = ((uint32_t)(int16_t)half << 13) & UINT32_C(0x8fffe000);
    const uint32_t special = (bits & f16_exponent) == f16_exponent ? F32_INFINITY : 0;
    return float_of(bits | special) * 0x1p112f;
}

/* Adding a number 13 binades above the value makes the addition itself round to float16's 11 significant bits and
 * leaves them, as an integer, in the low bits of the sum. Below 2^-14, the least normal float16, that number stays
 * where it is: so subnormals lose their bits. Its own low bits hold what else the result consists of: exponent and
 * sign, which are even, so that ties are not disturbed, and the payload of NaN, which has no ties. A carry out of the
 * fraction lands in the exponent, and from the largest float16 in infinity. */
static inline uint16_t narrow_f16(float value)
{
    const uint32_t least_normal = UINT32_C(113) << 23, overflow = UINT32_C(143) << 23;
    const uint32_t bits = bits_of(value), magnitude = bits & F32_MAGNITUDE;
    const uint32_t clamped = magnitude < overflow ? magnitude : overflow;
    const uint32_t own = clamped & F32_INFINITY;
    const uint32_t exponent = own > least_normal ? own : least_normal;
    const uint32_t nan = value != value ? 0x0200 | (bits >> 13 & 0x03ff) : 0;
    const uint32_t rest = (exponent >> 13) + (bits >> 16 & 0x8000) + nan;
    return (uint16_t)bits_of(float_of(clamped) +
                             float_of(exponent + rest + (UINT32_C(13) << 23) - (least_normal >> 13)));
}

static inline float widen_bf16(uint16_t half)
{
    return float_of((uint32_t)half << 16);
}

/* Half a unit in the last place, less one bit when the kept part is even: carries exactly when rounding must go up. */
static inline uint16_t narrow_bf16(float value)
{
    const uint32_t bits = bits_of(value);
    const uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
    return (uint16_t)((rounded | (value != value ? UINT32_C(0x7fc00000) : 0)) >> 16);
}

#endif
