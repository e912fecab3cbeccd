"""Functions that numpy lacks, in float64 whatever the type: results are rounded when they are stored."""

from __future__ import annotations

import math

from aclnn.lazy import Array, np


def _mapped(function: str, values: Array) -> Array:
    """A function of C's mathematical library, applied to each element."""
    from acl_sim.native import ffi, lib

    source = np.ascontiguousarray(values, np.float64)
    result = np.empty(source.shape, np.float64)
    pointers = (ffi.cast("double *", array.ctypes.data) for array in (source, result))
    getattr(lib, f"acl_sim_{function}")(*pointers, source.size)
    return result.astype(values.dtype).reshape(values.shape)


def erf(values: Array) -> Array:
    """The error function."""
    return _mapped("erf", values)


def erfc(values: Array) -> Array:
    """One minus the error function, exact where that is near 0."""
    return _mapped("erfc", values)


def erfinv(values: Array) -> Array:
    """The inverse of the error function: infinite at -1 and 1, NaN beyond.

    Winitzki's approximation, then two steps of Newton's method on erfc, which is exact in the tails.
    """
    x = np.abs(values.astype(np.float64))
    inner = np.where(x < 1, x, 0.0)
    logarithm = np.log1p(-inner * inner)
    half = 2 / (math.pi * 0.147) + logarithm / 2
    y = np.sqrt(np.sqrt(half * half - logarithm / 0.147) - half)
    for _ in range(3):
        y = y + (erfc(y) - (1 - inner)) * (math.sqrt(math.pi) / 2) * np.exp(y * y)
    y = np.where(x == 1, np.inf, np.where(x < 1, y, np.nan))
    return np.copysign(y, values).astype(values.dtype)
