"""Conversions between element types, on arrays as kernels have them: narrow floats are float32 that were rounded."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from acl_sim.native import ffi, lib
from aclnn.dtypes import BF16, EIGHT, FLOAT16, DType

Array = NDArray[Any]
SIXTEEN = (FLOAT16, BF16)
NARROW = (*SIXTEEN, *EIGHT)  # what kernels see widened to float32


@cache
def stored_type(dtype: DType) -> np.dtype[Any]:
    """numpy's type for the stored elements; bfloat16 and 8-bit floats are held as their bits."""
    return np.dtype(dtype.numpy)


@cache
def arithmetic(dtype: DType) -> np.dtype[Any]:
    """What kernels compute with for an element type."""
    return np.dtype(np.float32) if dtype in NARROW else stored_type(dtype)


def _convert(convert: Any, source: Array, source_type: str, result: Array, result_type: str) -> Array:
    convert(ffi.cast(source_type, source.ctypes.data), ffi.cast(result_type, result.ctypes.data), source.size)
    return result


def widened(bits: Array, dtype: DType) -> Array:
    """float32 of the stored bits of a narrow float."""
    if dtype not in SIXTEEN:
        from aclnn.eight_bits import decoded

        return decoded(bits, dtype)
    source = np.ascontiguousarray(bits).view(np.uint16)
    convert = lib.acl_sim_f16_to_f32 if dtype == FLOAT16 else lib.acl_sim_bf16_to_f32
    return _convert(convert, source, "uint16_t *", np.empty(bits.shape, np.float32), "float *")


def narrowed(values: Array, dtype: DType) -> Array:
    """The stored bits of float32 values, rounded once to a narrow float: to nearest even, HIFLOAT8 away from zero."""
    if dtype not in SIXTEEN:
        from aclnn.eight_bits import encoded

        return encoded(np.asarray(values, np.float32), dtype)
    source = np.ascontiguousarray(values, np.float32)
    convert = lib.acl_sim_f32_to_f16 if dtype == FLOAT16 else lib.acl_sim_f32_to_bf16
    result = _convert(convert, source, "float *", np.empty(source.shape, np.uint16), "uint16_t *")
    return result.view(stored_type(dtype)).reshape(np.shape(values))


def _whole(values: Array, target: np.dtype[Any]) -> Array:
    """Integers of real numbers: truncated, NaN as 0, saturated to 32 or 64 bits and then cut to fewer.

    NaN is as CANN's page on aclnnCast says; saturation is what the vector unit's conversion instructions do.
    """
    wide: np.dtype[Any] = np.dtype(np.int32)
    if target.itemsize == 8 or target == np.uint32:
        wide = np.dtype(np.uint64 if target == np.uint64 else np.int64)
    info = np.iinfo(wide)
    double = values.astype(np.float64)
    known = np.where(np.isnan(double), 0.0, double)
    above, below = known >= float(info.max), known <= float(info.min)
    whole = np.where(above | below, 0.0, known).astype(wide)
    whole = np.where(above, info.max, np.where(below, info.min, whole))
    return whole.astype(wide).astype(target)


def converted(values: Array, dtype: DType) -> Array:
    """The values in another type, as the device casts; a narrow float's come rounded, in float32."""
    target = arithmetic(dtype)
    if target.kind != "c" and values.dtype.kind == "c":
        values = values.real
    if target.kind == "b":
        return values if values.dtype.kind == "b" else values != 0
    if target.kind in "iu" and values.dtype.kind == "f":
        return _whole(values, target)
    result = values.astype(target, copy=False)
    return widened(narrowed(result, dtype), dtype) if dtype in NARROW else result
