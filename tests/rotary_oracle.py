"""What tests hold the rotary operators against: the documented formula pair by pair, golden vectors, strided views."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from harness import STORAGE, Array
from hypothesis import strategies as st

_DATA = Path(__file__).parent / "data" / "golden"
GOLDEN: list[dict[str, Any]] = json.loads((_DATA / "rope_index.json").read_text())
HALF, INTERLEAVE, QUARTER, INTERLEAVE_HALF = range(4)


def golden_vectors(dtype: str) -> dict[str, dict[str, Array]]:
    """The arrays of every golden case of a type, in its storage type, by case and name."""
    archive = np.load(_DATA / f"rope_golden_{dtype}.npz")
    names = ("x", "cos", "sin", "y")
    return {c["case"]: {n: archive[f"{c['case']}|{n}"].view(STORAGE[dtype]) for n in names} for c in GOLDEN}


def pairs(mode: int, length: int) -> tuple[Array, Array]:
    """Where the first and the second elements of all pairs are in a row."""
    index = np.arange(length)
    if mode == INTERLEAVE:
        return index[0::2], index[1::2]
    if mode == QUARTER:
        quarter = length // 4
        first = np.concatenate([index[:quarter], index[2 * quarter : 3 * quarter]])
        return first, first + quarter
    return index[: length // 2], index[length // 2 :]


def embedded(mode: int, x: Array, cos: Array, sin: Array) -> Array:
    """The documented formula in the arrays' own type, which should be float64."""
    data = np.concatenate([x[..., 0::2], x[..., 1::2]], axis=-1) if mode == INTERLEAVE_HALF else x
    first, second = pairs(mode, x.shape[-1])
    y = np.empty_like(x)
    y[..., first] = data[..., first] * cos[..., first] - data[..., second] * sin[..., first]
    y[..., second] = data[..., second] * cos[..., second] + data[..., first] * sin[..., second]
    return y


@st.composite
def views(draw: st.DrawFn, shape: tuple[int, ...]) -> tuple[Array, tuple[int, ...], int]:
    """(storage of small integers, strides, offset) of a view of that shape: permuted, sliced, shifted."""
    order = draw(st.permutations(range(len(shape))))
    steps = draw(st.lists(st.integers(1, 3), min_size=len(shape), max_size=len(shape)))
    offset = draw(st.integers(0, 5))
    strides, size = [0] * len(shape), 1
    for axis in reversed(order):
        strides[axis] = size * steps[axis]
        size *= shape[axis] * steps[axis]
    seed = draw(st.integers(0, 2**32 - 1))
    storage = np.random.default_rng(seed).integers(-8, 9, size + offset).astype(np.float32)
    return storage, tuple(strides), offset


def view(storage: Array, shape: tuple[int, ...], strides: tuple[int, ...], offset: int) -> Array:
    """The elements of a view, through which they can be written too."""
    bytes_of = [storage.itemsize * stride for stride in strides]
    elements: Array = np.lib.stride_tricks.as_strided(storage[offset:], shape, bytes_of)
    return elements
