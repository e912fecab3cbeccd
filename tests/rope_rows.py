"""What the tests of the native rotary kernels share: numbers as bits, the modes as indices, rows, strided arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from acl_sim.native import ffi

Array = np.ndarray[Any, Any]

GOLDEN = Path(__file__).parent / "data" / "golden"
CASES = json.loads((GOLDEN / "rope_index.json").read_text())
DTYPES = {"f32": 0, "f16": 1, "bf16": 27}
F32_EPSILON = 2.0**-23


# Storage: float32, or the bit patterns of a 16-bit format


def store(dtype: str, value: Array) -> Array:
    value = value.astype(np.float32)
    if dtype == "f32":
        return value
    if dtype == "f16":
        with np.errstate(over="ignore"):
            return value.astype(np.float16).view(np.uint16)
    pattern = value.view(np.uint32).astype(np.int64)
    return ((pattern + 0x7FFF + (pattern >> 16 & 1)) >> 16).astype(np.uint16)


def load(dtype: str, stored: Array) -> Array:
    """As float32."""
    if dtype == "f32":
        return stored
    if dtype == "f16":
        return np.ascontiguousarray(stored).view(np.float16).astype(np.float32)
    return (stored.astype(np.uint32) << 16).view(np.float32)


def bits(stored: Array) -> Array:
    return stored.view(np.uint32) if stored.dtype == np.float32 else stored


def ordered(stored: Array) -> Array:
    """Consecutive integers for consecutive 16-bit numbers of either sign."""
    magnitude = (stored & 0x7FFF).astype(np.int64)
    return np.where(stored & 0x8000, -magnitude, magnitude)


def nan_store(dtype: str, value: Array) -> Array:
    """`store` for an array with NaN, which the integer formula for bfloat16 does not serve."""
    stored = store(dtype, np.nan_to_num(value))
    stored[np.isnan(value)] = {"f32": np.nan, "f16": 0x7E00, "bf16": 0x7FC0}[dtype]
    return stored


# The forward formula y = permute(x) * cos + rotate(x) * sin, as for each element of y the one of x it takes, and a sign


def forward(mode: int, d: int) -> tuple[Array, Array, Array]:
    """Sources of permute, sources of rotate, signs of rotate."""
    x, h, q = np.arange(d), d // 2, d // 4
    ones = np.ones(d, np.float32)
    if mode == 0:
        return x, np.concatenate([x[h:], x[:h]]), np.where(x < h, -ones, ones)
    if mode == 1:
        return x, np.stack([x[1::2], x[0::2]], axis=1).ravel(), np.where(x % 2 == 0, -ones, ones)
    if mode == 2:
        x1, x2, x3, x4 = (x[i * q : (i + 1) * q] for i in range(4))
        return x, np.concatenate([x2, x1, x4, x3]), np.where(x // q % 2 == 0, -ones, ones)
    return np.concatenate([x[0::2], x[1::2]]), np.concatenate([x[1::2], x[0::2]]), np.where(x < h, -ones, ones)


def rows(array: Array | None) -> dict[str, Any]:
    if array is None:
        return {"at": ffi.NULL}
    step = [s // array.itemsize for s in array.strides[:3]]
    return {"at": ffi.cast("void *", array.ctypes.data), "step": step}


def four_axes(array: Array) -> Array:
    return array if array.ndim == 4 else array[np.newaxis]


@st.composite
def strided(draw: st.DrawFn, dtype: str, shape: tuple[int, ...], seed: int, scale: float = 1) -> Array:
    """Leading axes in any order in memory, with gaps; the last axis contiguous."""
    order = draw(st.permutations(range(3)))
    gaps = draw(st.tuples(*[st.integers(1, 2)] * 3))
    base = [shape[a] * gaps[a] for a in order] + [shape[3] + draw(st.integers(0, 3))]
    value = store(dtype, np.random.default_rng(seed).standard_normal(base, dtype=np.float32) * scale)
    view = value.transpose(*np.argsort(order), 3)
    return view[:: gaps[0], :: gaps[1], :: gaps[2], : shape[3]]
