// Half precision for host programs (C++ only): conversion and arithmetic round to nearest even.
#ifndef _FP16_T_HPP_
#define _FP16_T_HPP_

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace op {

struct fp16_t {
    uint16_t val;

    fp16_t() : val(0) {}

    // A uint16_t is taken as bits when constructing and as a number when assigning, as programs expect.
    constexpr fp16_t(uint16_t bits) : val(bits) {}

    template <typename T, typename = typename std::enable_if<std::is_arithmetic<T>::value>::type>
    fp16_t(T number) : val(Round(static_cast<double>(number)))
    {
    }

    template <typename T, typename = typename std::enable_if<std::is_arithmetic<T>::value>::type>
    fp16_t &operator=(T number)
    {
        val = Round(static_cast<double>(number));
        return *this;
    }

    // Comparisons, and conversions to other numbers, go through float, which is exact.
    operator float() const
    {
        return toFloat();
    }

    float toFloat() const
    {
        const uint32_t exponent = (val >> 10) & 0x1Fu;
        const uint32_t mantissa = val & 0x3FFu;
        if (exponent == 0) {
            const float magnitude = static_cast<float>(mantissa) / 16777216.0f; // units of 2^-24
            return (val & 0x8000u) != 0 ? -magnitude : magnitude;
        }
        const uint32_t wide = exponent == 0x1Fu ? 0xFFu : exponent + (127 - 15);
        const uint32_t bits = (static_cast<uint32_t>(val & 0x8000u) << 16) | (wide << 23) | (mantissa << 13);
        float number;
        std::memcpy(&number, &bits, sizeof number);
        return number;
    }

    double toDouble() const
    {
        return static_cast<double>(toFloat());
    }

    // 1 for infinity, -1 for minus infinity, else 0.
    int IsInf() const
    {
        return val == 0x7C00u ? 1 : val == 0xFC00u ? -1 : 0;
    }

    // A double has more than twice the digits of a half, so rounding twice equals rounding once.
    fp16_t operator+(fp16_t other) const
    {
        return fp16_t(toDouble() + other.toDouble());
    }
    fp16_t operator-(fp16_t other) const
    {
        return fp16_t(toDouble() - other.toDouble());
    }
    fp16_t operator*(fp16_t other) const
    {
        return fp16_t(toDouble() * other.toDouble());
    }
    fp16_t operator/(fp16_t other) const
    {
        return fp16_t(toDouble() / other.toDouble());
    }
    fp16_t &operator+=(fp16_t other)
    {
        return *this = *this + other;
    }
    fp16_t &operator-=(fp16_t other)
    {
        return *this = *this - other;
    }
    fp16_t &operator*=(fp16_t other)
    {
        return *this = *this * other;
    }
    fp16_t &operator/=(fp16_t other)
    {
        return *this = *this / other;
    }

   private:
    static uint16_t Round(double number)
    {
        uint64_t bits;
        std::memcpy(&bits, &number, sizeof bits);
        const uint16_t sign = static_cast<uint16_t>((bits >> 48) & 0x8000u);
        const int biased = static_cast<int>((bits >> 52) & 0x7FFu);
        uint64_t mantissa = bits & ((uint64_t(1) << 52) - 1);
        if (biased == 0x7FF && mantissa != 0) {
            return 0x7FFF; // the one NaN that CANN makes
        }
        const int exponent = biased - 1023 + 15;
        if (exponent > 30) {
            return static_cast<uint16_t>(sign | 0x7C00u);
        }
        // Drop 42 bits to keep 11; below the normal range, one more for every power of two.
        const int drop = exponent > 0 ? 42 : 43 - exponent;
        if (drop > 53) {
            return sign;
        }
        mantissa |= uint64_t(1) << 52;
        uint64_t kept = mantissa >> drop;
        const uint64_t rest = mantissa & ((uint64_t(1) << drop) - 1);
        const uint64_t tie = uint64_t(1) << (drop - 1);
        if (rest > tie || (rest == tie && (kept & 1) != 0)) {
            ++kept;
        }
        // The leading bit of a normal number, and a carry out of the mantissa, both count the exponent up.
        const uint64_t below = exponent > 0 ? static_cast<uint64_t>(exponent - 1) << 10 : 0;
        return static_cast<uint16_t>(sign | (below + kept));
    }
};

} // namespace op

#endif // _FP16_T_HPP_
