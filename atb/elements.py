"""Kernels of ElewiseOperation, as functions of its call and of arrays; 16-bit floats arrive widened to float32.

FLOAT16 that a product's kernel computes natively is narrowed again: numpy's float16 rounds each step as the device
does. What is computed in float32 is rounded once, when it is stored.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from aclnn.conversion import converted
from aclnn.dtypes import EIGHT, DType
from aclnn.eight_bits import largest

Array = Any  # an ndarray; to mypy its operators give Any


def cast(call: Any, x: Array) -> Array:
    return x  # the conversion is that of storing it


def muls(call: Any, x: Array) -> Array:
    return x * np.float32(call.param.mulsParam_varAttr)


def cos(call: Any, x: Array) -> Array:
    return np.asarray(np.cos(x))


def sin(call: Any, x: Array) -> Array:
    return np.asarray(np.sin(x))


def tanh(call: Any, x: Array) -> Array:
    return np.asarray(np.tanh(x))


def neg(call: Any, x: Array) -> Array:
    return -x


def add(call: Any, x: Array, y: Array) -> Array:
    return x + y


def sub(call: Any, x: Array, y: Array) -> Array:
    return x - y


def mul(call: Any, x: Array, y: Array) -> Array:
    return x * y


def realdiv(call: Any, x: Array, y: Array) -> Array:
    return x / y


def logical_not(call: Any, x: Array) -> Array:
    return (x == 0).astype(np.int8)


def logical_and(call: Any, x: Array, y: Array) -> Array:
    return ((x != 0) & (y != 0)).astype(np.int8)


def logical_or(call: Any, x: Array, y: Array) -> Array:
    return ((x != 0) | (y != 0)).astype(np.int8)


def less(call: Any, x: Array, y: Array) -> Array:
    return (x < y).astype(np.int8)


def greater(call: Any, x: Array, y: Array) -> Array:
    return (x > y).astype(np.int8)


def equal(call: Any, x: Array, y: Array) -> Array:
    return (x == y).astype(np.int8)


def to_int8(x: Array) -> Array:
    """Rounded to nearest even and saturated; NaN is 0."""
    return np.clip(np.rint(np.nan_to_num(x)), -128, 127).astype(np.int8)


def _quantised(values: Array, dtype: DType) -> Array:
    """What saturates in the type of the result: whole numbers are rounded here, floats when they are stored."""
    if dtype in EIGHT:
        return np.clip(values, -largest(dtype), largest(dtype))
    return to_int8(values)


def quant(call: Any, x: Array) -> Array:
    """x * scale + offset in FLOAT16, rounded to nearest even; on the 950 in float32, with both in the type of x."""
    both = np.array([call.param.quantParam_inputScale, call.param.quantParam_inputOffset], np.float32)
    if call.family == "950":
        scale, offset = converted(both, call.x.dtype)
        return _quantised(x * scale + offset, call.output.dtype)
    scale, offset = both.astype(np.float16)
    return to_int8(x.astype(np.float16) * scale + offset)


def _single(values: Array) -> Array:
    """One number without its dimensions, of which it may have more than what it goes with."""
    return values.reshape(()) if values.size == 1 else values


def quant_per_channel(call: Any, x: Array, scale: Array, offset: Array | None) -> Array:
    """x / scale + offset; the quotient is rounded to FLOAT16."""
    quotient = (x / _single(scale)).astype(np.float16)
    return to_int8(quotient if offset is None else quotient + _single(offset).astype(np.float16))


def dequant_per_channel(call: Any, x: Array, scale: Array, offset: Array | None) -> Array:
    """(x - offset) * scale in FLOAT16."""
    shifted = x.astype(np.float16)
    if offset is not None:
        shifted = shifted - _single(offset).astype(np.float16)
    return (shifted * _single(scale).astype(np.float16)).astype(np.float32)


def dynamic_quant(call: Any, x: Array) -> tuple[Array, Array]:
    """Each row scaled so that its largest element becomes 127, or the largest 8-bit float; the scales come second."""
    dtype = call.output.dtype
    most = largest(dtype) if dtype in EIGHT else 127.0
    peak = np.abs(x).max(axis=-1, keepdims=True)
    scale = peak * np.float32(1 / most)
    scaled = np.divide(x, scale, out=np.zeros_like(x), where=scale != 0)
    return _quantised(scaled, dtype), scale[..., 0]
