"""Numbers as the tests hold them on a device: to the bits of a type and back, and how close a result must be."""

from __future__ import annotations

from typing import Any

import numpy as np
from harness import STORAGE
from numpy.typing import NDArray

Array = NDArray[Any]

HALF_ULP = {"f32": 2.0**-24, "f16": 2.0**-11, "bf16": 2.0**-8}  # relative
SMALLEST = {"f32": 2.0**-149, "f16": 2.0**-24, "bf16": 2.0**-133}


def narrowed(values: Array, dtype: str) -> Array:
    """To float32 and then, to nearest even, to the type's bits."""
    single = np.asarray(values).astype(np.float32)
    if dtype == "f16":
        return single.astype(np.float16).view(np.uint16)
    if dtype == "bf16":
        bits = single.view(np.uint32).astype(np.uint64)
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
    return single


def widened(bits: Array, dtype: str) -> Array:
    """The bits of a type as float64."""
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16 if dtype == "f16" else STORAGE[dtype]).astype(np.float64)


def agrees(bits: Array, dtype: str, exact: Array, slack: float = 1e-6) -> bool:
    """Whether a result is the exact value, computed in float32 and rounded once; `slack` is what float32 may lose.

    An int8 must be a nearest integer, saturated.
    """
    if dtype == "i8":
        return bool(np.all(np.abs(bits - np.clip(exact, -128, 127)) <= 0.5 + 100 * slack))
    limit = HALF_ULP[dtype] * np.abs(exact) * 1.001 + SMALLEST[dtype] + slack * (1 + np.abs(exact))
    return bool(np.all(np.abs(widened(bits, dtype) - exact) <= limit))
