"""Kernels of ElewiseOperation, as functions of its parameter and of arrays; 16-bit floats arrive widened to float32.

FLOAT16 that a product's kernel computes natively is narrowed again: numpy's float16 rounds each step as the device
does. What is computed in float32 is rounded once, when it is stored.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # an ndarray; to mypy its operators give Any


def cast(param: Any, x: Array) -> Array:
    return x  # the conversion is that of storing it


def muls(param: Any, x: Array) -> Array:
    return x * np.float32(param.mulsParam_varAttr)


def cos(param: Any, x: Array) -> Array:
    return np.asarray(np.cos(x))


def sin(param: Any, x: Array) -> Array:
    return np.asarray(np.sin(x))


def tanh(param: Any, x: Array) -> Array:
    return np.asarray(np.tanh(x))


def neg(param: Any, x: Array) -> Array:
    return -x


def add(param: Any, x: Array, y: Array) -> Array:
    return x + y


def sub(param: Any, x: Array, y: Array) -> Array:
    return x - y


def mul(param: Any, x: Array, y: Array) -> Array:
    return x * y


def realdiv(param: Any, x: Array, y: Array) -> Array:
    return x / y


def logical_not(param: Any, x: Array) -> Array:
    return (x == 0).astype(np.int8)


def logical_and(param: Any, x: Array, y: Array) -> Array:
    return ((x != 0) & (y != 0)).astype(np.int8)


def logical_or(param: Any, x: Array, y: Array) -> Array:
    return ((x != 0) | (y != 0)).astype(np.int8)


def less(param: Any, x: Array, y: Array) -> Array:
    return (x < y).astype(np.int8)


def greater(param: Any, x: Array, y: Array) -> Array:
    return (x > y).astype(np.int8)


def equal(param: Any, x: Array, y: Array) -> Array:
    return (x == y).astype(np.int8)


def _to_int8(x: Array) -> Array:
    return np.clip(np.rint(np.nan_to_num(x)), -128, 127).astype(np.int8)


def quant(param: Any, x: Array) -> Array:
    """x * scale + offset in FLOAT16, rounded to nearest even."""
    scale, offset = np.float16(param.quantParam_inputScale), np.float16(param.quantParam_inputOffset)
    return _to_int8(x.astype(np.float16) * scale + offset)


def _single(values: Array) -> Array:
    """One number without its dimensions, of which it may have more than what it goes with."""
    return values.reshape(()) if values.size == 1 else values


def quant_per_channel(param: Any, x: Array, scale: Array, offset: Array | None) -> Array:
    """x / scale + offset; the quotient is rounded to FLOAT16."""
    quotient = (x / _single(scale)).astype(np.float16)
    return _to_int8(quotient if offset is None else quotient + _single(offset).astype(np.float16))


def dequant_per_channel(param: Any, x: Array, scale: Array, offset: Array | None) -> Array:
    """(x - offset) * scale in FLOAT16."""
    shifted = x.astype(np.float16)
    if offset is not None:
        shifted = shifted - _single(offset).astype(np.float16)
    return (shifted * _single(scale).astype(np.float16)).astype(np.float32)


def dynamic_quant(param: Any, x: Array) -> tuple[Array, Array]:
    """Each row scaled so that its largest element becomes 127; the scales are the second result."""
    largest = np.abs(x).max(axis=-1, keepdims=True)
    scale = largest * np.float32(1 / 127)
    scaled = np.divide(x, scale, out=np.zeros_like(x), where=scale != 0)
    return _to_int8(scaled), scale[..., 0]
