"""Blocked layouts of data in memory, from and to plain dimensions.

A layout cuts axes into blocks, pads the last ones with zeros and moves the blocks:

    FRACTAL_NZ   [.., M, N]       as [.., N1, M1, M0, N0]
    NC1HWC0      [N, C, H, W]     as [N, C1, H, W, C0]
    FRACTAL_Z    [N, C, H, W]     as [C1 * H * W, N1, N0, C0]
    NDC1HWC0     [N, C, D, H, W]  as [N, D, C1, H, W, C0]
    FRACTAL_Z_3D [N, C, D, H, W]  as [D * C1 * H * W, N1, N0, C0]
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


def _to_6hd(values: Array, stored: Dims) -> Array:
    n, d, c1, h, w, c0 = stored
    blocks = _padded(values, (n, c1 * c0, d, h, w)).reshape(n, c1, c0, d, h, w)
    moved: Array = blocks.transpose(0, 3, 1, 4, 5, 2)
    return moved


def _from_6hd(values: Array, plain: Dims) -> Array:
    n, d, c1, h, w, c0 = values.shape
    rows: Array = values.transpose(0, 2, 5, 1, 3, 4).reshape(n, c1 * c0, d, h, w)
    return rows[tuple(map(slice, plain))]


def _to_z(values: Array, stored: Dims) -> Array:
    """Of [N, C, H, W] and of [N, C, D, H, W]."""
    _, n1, n0, c0 = stored
    c, *space = values.shape[1:]
    c1 = -(-c // c0)
    blocks = _padded(values, (n1 * n0, c1 * c0, *space)).reshape(n1, n0, c1, c0, *space)
    *depth, h, w = range(4, blocks.ndim)
    moved: Array = blocks.transpose(*depth, 2, h, w, 0, 1, 3).reshape(stored)
    return moved


def _from_z(values: Array, plain: Dims) -> Array:
    _, n1, n0, c0 = values.shape
    *depth, h, w = plain[2:]
    c1 = -(-plain[1] // c0)
    blocks = np.moveaxis(values.reshape(*depth, c1, h, w, n1, n0, c0), (-3, -2), (0, 1))
    blocks = np.moveaxis(np.moveaxis(blocks, -1, 2), -3, 2)
    return blocks.reshape(n1 * n0, c1 * c0, *depth, h, w)[tuple(map(slice, plain))]


PACK: dict[str, Callable[[Array, Dims], Array]] = {
    "FRACTAL_NZ": _to_nz, "NC1HWC0": _to_5hd, "FRACTAL_Z": _to_z, "NDC1HWC0": _to_6hd, "FRACTAL_Z_3D": _to_z,
}  # fmt: skip
"""By format: plain values and the dimensions in memory, to the values as they lie there."""

UNPACK: dict[str, Callable[[Array, Dims], Array]] = {
    "FRACTAL_NZ": _from_nz, "NC1HWC0": _from_5hd, "FRACTAL_Z": _from_z, "NDC1HWC0": _from_6hd, "FRACTAL_Z_3D": _from_z,
}  # fmt: skip
"""By format: the values as they lie in memory and the plain dimensions, to plain values."""
