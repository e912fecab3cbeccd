"""Blocked layouts of data in memory: FRACTAL_NZ and NC1HWC0, from and to plain dimensions.

A layout cuts axes into blocks, pads the last ones with zeros and moves the blocks: [.., M, N] lies in memory as
[.., N1, M1, M0, N0], and [N, C, H, W] as [N, C1, H, W, C0].
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from aclnn.conversion import Array

Dims = tuple[int, ...]


def _padded(values: Array, shape: Dims) -> Array:
    larger = np.zeros(shape, values.dtype)
    larger[tuple(map(slice, values.shape))] = values
    return larger


def _to_nz(values: Array, stored: Dims) -> Array:
    *outer, n1, m1, m0, n0 = stored
    blocks = _padded(values, (*outer, m1 * m0, n1 * n0)).reshape(*outer, m1, m0, n1, n0)
    return np.moveaxis(blocks, -2, -4)


def _from_nz(values: Array, plain: Dims) -> Array:
    *outer, n1, m1, m0, n0 = values.shape
    rows = np.moveaxis(values, -4, -2).reshape(*outer, m1 * m0, n1 * n0)
    return rows[tuple(map(slice, plain))]


def _to_5hd(values: Array, stored: Dims) -> Array:
    n, c1, h, w, c0 = stored
    blocks = _padded(values, (n, c1 * c0, h, w)).reshape(n, c1, c0, h, w)
    return np.moveaxis(blocks, 2, -1)


def _from_5hd(values: Array, plain: Dims) -> Array:
    n, c1, h, w, c0 = values.shape
    return np.moveaxis(values, -1, 2).reshape(n, c1 * c0, h, w)[tuple(map(slice, plain))]


PACK: dict[str, Callable[[Array, Dims], Array]] = {"FRACTAL_NZ": _to_nz, "NC1HWC0": _to_5hd}
"""By format: plain values and the dimensions in memory, to the values as they lie there."""

UNPACK: dict[str, Callable[[Array, Dims], Array]] = {"FRACTAL_NZ": _from_nz, "NC1HWC0": _from_5hd}
"""By format: the values as they lie in memory and the plain dimensions, to plain values."""
