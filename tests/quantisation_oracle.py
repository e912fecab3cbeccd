"""Quantisation as its formulas say, in float64, and whether a result is what they give but for float32's rounding."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
from array_calls import given
from harness import Array

LARGEST = {"i8": 127, "i4": 7, "f8e5": 57344.0, "f8e4": 448.0, "hif8": 32768.0}
LEAST = {"i8": -128, "i4": -8}
STEPS = {"f8e5": 2.0**-2, "f8e4": 2.0**-3, "hif8": 2.0**-1}  # of the coarsest numbers, relative


def drawn(seed: int, shape: tuple[int, ...], short: str, low: float = -3, high: float = 3) -> Array:
    """Numbers as the type holds them, in float64."""
    return given(short, np.random.default_rng(seed).uniform(low, high, shape))


def nibbles(words: Array) -> Array:
    """The eight 4-bit numbers of each int32, the first in the lowest bits."""
    every = [(words.view(np.uint32) >> np.uint32(4 * at)) & 15 for at in range(8)]
    numbers = np.stack(every, -1).astype(np.int64)
    return np.where(numbers > 7, numbers - 16, numbers).reshape(*words.shape[:-1], -1)


def numbers_of(stored: Array, short: str) -> Array:
    """What quantised elements stand for."""
    if short == "i32":
        return nibbles(stored).astype(np.float64)
    if short in ("f8e5", "f8e4"):
        kind: Any = ml_dtypes.float8_e5m2 if short == "f8e5" else ml_dtypes.float8_e4m3fn
        return stored.view(kind).astype(np.float64)
    return stored.astype(np.float64)


def is_rounded(stored: Array | None, short: str, exact: Array, slack: float = 1e-4) -> None:
    """Every element is one nearest to the exact value, saturated; int32 is eight 4-bit numbers."""
    assert stored is not None
    found = numbers_of(stored, short)
    assert found.shape == exact.shape
    kind = "i4" if short == "i32" else short
    if kind in LEAST:
        wanted = np.clip(exact, LEAST[kind], LARGEST[kind])
        assert np.abs(found - wanted).max() <= 0.5 + slack
        return
    assert (np.abs(found - exact) <= STEPS[short] / 2 * np.abs(exact) * (1 + slack) + 2.0**-16).all()
