"""8-bit floats: what each of the 256 codes stands for, and which code a number is rounded to.

FLOAT8_E5M2 and FLOAT8_E4M3FN are those of the Open Compute Project. HIFLOAT8 is Huawei's: after the sign a prefix code,
the dot, says how many bits the exponent has, and the rest is the fraction (arXiv 2409.16626, and the page
docs/zh/context/hifloat8_quantization.md of CANN's repository amct).
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aclnn.dtypes import FLOAT8_E4M3FN, FLOAT8_E5M2, HIFLOAT8, DType

_SIGN = 0x80


class _Format(NamedTuple):
    """`bounds` lie between neighbours among the magnitudes of `codes`, which ascend; the last stands for too much."""

    values: NDArray[Any]  # float32, by code
    codes: NDArray[Any]  # uint8
    bounds: NDArray[Any]
    nan: int


def _of_ieee(code: int, exponent_bits: int, is_finite: bool) -> float:
    """A magnitude with an exponent and a fraction of fixed widths; `is_finite`: all codes but the last are numbers."""
    fraction_bits = 7 - exponent_bits
    exponent, fraction = code >> fraction_bits, code & ((1 << fraction_bits) - 1)
    if exponent == (1 << exponent_bits) - 1 and not (is_finite and code != 0x7F):
        return float("inf") if fraction == 0 and not is_finite else float("nan")
    scale = max(exponent, 1) - (1 << (exponent_bits - 1)) + 1 - fraction_bits
    return float(fraction + (bool(exponent) << fraction_bits)) * 2.0**scale


def _of_hifloat8(code: int) -> float:
    """A magnitude of HIFLOAT8."""
    if code == 0x6F:
        return float("inf")
    if code < 8:  # dot 0000: seven powers of two, and zero
        return 2.0 ** (code - 23) if code else 0.0
    dot = next(bits for bits, start in ((4, 0x60), (3, 0x40), (2, 0x20), (1, 0x10), (0, 0x08)) if code >= start)
    width = {4: 1, 3: 2}.get(dot, 3)  # of the fraction
    field = (code >> width) & ((1 << dot) - 1)  # a sign, then a magnitude without its leading 1
    magnitude = (1 << (dot - 1)) | (field & ((1 << (dot - 1)) - 1)) if dot else 0
    exponent = -magnitude if dot and field >> (dot - 1) else magnitude
    return 2.0**exponent * (1 + (code & ((1 << width) - 1)) / (1 << width))


@cache
def _format(dtype: DType) -> _Format:
    if dtype == HIFLOAT8:
        magnitudes, beyond = [_of_hifloat8(code) for code in range(_SIGN)], 1.5 * 2.0**15
    else:
        is_finite = dtype == FLOAT8_E4M3FN
        magnitudes = [_of_ieee(code, 4 if is_finite else 5, is_finite) for code in range(_SIGN)]
        beyond = 480.0 if is_finite else 65536.0
    positive = np.array(magnitudes)
    values = np.concatenate([positive, -positive]).astype(np.float32)
    if dtype == HIFLOAT8:
        values[_SIGN] = np.nan
    numbers = np.flatnonzero(np.isfinite(positive))
    numbers = numbers[np.argsort(positive[numbers])]
    ascending = np.append(positive[numbers], beyond)
    too_much = {HIFLOAT8: 0x6F, FLOAT8_E5M2: 0x7C, FLOAT8_E4M3FN: 0x7F}[dtype]
    codes = np.append(numbers, too_much).astype(np.uint8)
    return _Format(values, codes, (ascending[1:] + ascending[:-1]) / 2, _SIGN if dtype == HIFLOAT8 else 0x7F)


def decoded(codes: NDArray[Any], dtype: DType) -> NDArray[Any]:
    """The numbers as float32."""
    numbers: NDArray[Any] = _format(dtype).values[codes]
    return numbers


def encoded(values: NDArray[Any], dtype: DType) -> NDArray[Any]:
    """The codes (uint8) of the nearest numbers: ties to even, HIFLOAT8's away from zero, as aclnnCast rounds.

    What is too large becomes an infinity, in FLOAT8_E4M3FN NaN.
    """
    form = _format(dtype)
    magnitudes = np.abs(values)
    places = np.searchsorted(form.bounds, magnitudes, side="right" if dtype == HIFLOAT8 else "left")
    if dtype != HIFLOAT8:  # a tie went down: up where that is even
        ties = magnitudes == form.bounds[np.minimum(places, form.bounds.size - 1)]
        places = places + (ties & (places % 2 == 1))
    codes = form.codes[places]
    is_negative = np.signbit(values) & ((codes != 0) | (dtype != HIFLOAT8))  # HIFLOAT8 has one zero only
    codes = codes | np.where(is_negative, np.uint8(_SIGN), np.uint8(0))
    result: NDArray[Any] = np.where(np.isnan(values), np.uint8(form.nan), codes)
    return result


def largest(dtype: DType) -> float:
    """The largest finite number."""
    values = _format(dtype).values
    return float(values[np.isfinite(values)].max())
