"""Quotients, remainders and powers of integers as torch and the device have them: no exceptions, wrap-around."""

from __future__ import annotations

from aclnn.lazy import Array, np


def floor_quotient(dividend: Array, divisor: Array) -> Array:
    """The quotient rounded down; of floats it is -inf, inf or NaN for a divisor of 0, of integers -1 and 0."""
    if dividend.dtype.kind == "f":
        return np.floor(dividend / divisor)
    return np.where(divisor == 0, np.where(dividend == 0, 0, -1), dividend // np.where(divisor == 0, 1, divisor))


def truncated_quotient(dividend: Array, divisor: Array) -> Array:
    """The quotient without its fraction."""
    return np.trunc(dividend / divisor)


def remainder(dividend: Array, divisor: Array) -> Array:
    """With the sign of the divisor; the dividend where an integer is divided by 0, as CANN's page says."""
    if dividend.dtype.kind == "f":
        return np.remainder(dividend, divisor)
    return np.where(divisor == 0, dividend, np.remainder(dividend, np.where(divisor == 0, 1, divisor)))


def fmod(dividend: Array, divisor: Array) -> Array:
    """With the sign of the dividend; the dividend where an integer is divided by 0."""
    if dividend.dtype.kind == "f":
        return np.fmod(dividend, divisor)
    return np.where(divisor == 0, dividend, np.fmod(dividend, np.where(divisor == 0, 1, divisor)))


def integer_power(base: Array, exponent: Array) -> Array:
    """Of integers, wrapping around; a negative exponent leaves 0 but for 1 and -1."""
    negative = exponent < 0
    power = np.power(base, np.where(negative, -exponent, exponent).astype(base.dtype))
    inverse = np.where(np.abs(base) == 1, power, 0)
    return np.where(negative, inverse, power).astype(base.dtype)
