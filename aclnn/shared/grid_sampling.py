"""Sampling images at positions that a grid gives: which elements a position sees, their weights, and their slopes.

The formulas are those of the pages; positions from -1 to 1 span an image, x first in the grid and last in the image.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import NamedTuple

from aclnn.lazy import Array, np
from aclnn.shapes import Dims

BILINEAR, NEAREST, BICUBIC = range(3)  # CANN's codes for interpolationMode
ZEROS, BORDER, REFLECTION = range(3)  # and for paddingMode


class Taps(NamedTuple):
    """Along one dimension: elements that positions see (columns last), weights, and the weights' slopes."""

    places: Array
    weights: Array
    slopes: Array


def _reflected(at: Array, length: int, corners: bool) -> tuple[Array, Array]:
    """Positions thrown back at the borders until they are inside, and in which direction they move then."""
    low, span = (0.0, length - 1.0) if corners else (-0.5, float(length))
    if span == 0:
        return np.zeros_like(at), np.zeros_like(at)
    away = np.abs(at - low)
    turns, rest = np.floor(away / span), np.fmod(away, span)
    back = np.mod(turns, 2) == 1
    sign = np.where(at < low, -1, 1) * np.where(back, -1, 1)
    return np.where(back, span - rest, rest).astype(at.dtype) + at.dtype.type(low), sign.astype(at.dtype)


def _placed(at: Array, length: int, padding: int, corners: bool) -> tuple[Array, Array]:
    """Where a position is after padding, and how it moves with the one given."""
    slope = np.ones_like(at)
    if padding == REFLECTION:
        at, slope = _reflected(at, length, corners)
    if padding != ZEROS:
        slope = np.where((at <= 0) | (at >= length - 1), 0, slope)
        at = np.clip(at, 0, length - 1)
    return at, slope


def _cubic(distances: Array) -> tuple[Array, Array]:
    """Keys' cubic with -0.75, and its slope, by distances that may be negative."""
    d, a = np.abs(distances), distances.dtype.type(-0.75)
    near, far = ((a + 2) * d - (a + 3)) * d * d + 1, ((d - 5) * d + 8) * d * a - 4 * a
    near_slope, far_slope = (3 * (a + 2) * d - 2 * (a + 3)) * d, (3 * d - 10) * d * a + 8 * a
    weights = np.where(d <= 1, near, np.where(d < 2, far, 0))
    return weights, np.where(d <= 1, near_slope, np.where(d < 2, far_slope, 0)) * np.sign(distances)


def taps(grid: Array, length: int, mode: int, padding: int, corners: bool) -> Taps:
    """What positions see along a dimension."""
    half = grid.dtype.type((length - 1) / 2 if corners else length / 2)
    at = (grid + 1) * half - (0 if corners else grid.dtype.type(0.5))
    if mode == BICUBIC:
        low = np.floor(at)[..., None] + np.arange(-1, 3, dtype=at.dtype)
        weights, slopes = _cubic(at[..., None] - low)
        return Taps(_placed(low, length, padding, corners)[0], weights, slopes * half)
    at, slope = _placed(at, length, padding, corners)
    if mode == NEAREST:
        places = np.rint(at)[..., None]
        return Taps(places, np.ones_like(places), np.zeros_like(places))
    low = np.floor(at)[..., None] + np.arange(2, dtype=at.dtype)
    distances = at[..., None] - low
    return Taps(low, 1 - np.abs(distances), np.stack([-slope, slope], -1) * half)


class Sampling:
    """The elements that each position of a grid sees in images (N, C, ...)."""

    def __init__(self, shape: Dims, grid: Array, mode: int, padding: int, corners: bool) -> None:
        self.shape = shape
        self.images, self.channels, *self.lengths = shape
        points = grid.reshape(self.images, -1, len(self.lengths))
        self.columns = [
            taps(points[..., -1 - axis], length, mode, padding, corners) for axis, length in enumerate(self.lengths)
        ]

    def seen(self) -> Iterator[tuple[Array, Array, tuple[int, ...]]]:
        """For each combination of taps: whether they are inside, the flat places, the tap along each dimension."""
        for which in product(*(range(column.places.shape[-1]) for column in self.columns)):
            inside: Array = np.bool_(True)
            flat: Array = np.int64(0)
            for column, tap, length in zip(self.columns, which, self.lengths):
                at = column.places[..., tap]
                fits = (at >= 0) & (at <= length - 1)
                inside = inside & fits
                flat = flat * length + np.where(fits, at, 0).astype(np.int64)
            yield inside, flat, which

    def weights(self, which: tuple[int, ...], sloped: int = -1) -> Array:
        """The products of the weights of taps, of one dimension their slope."""
        rows = zip(range(len(which)), self.columns, which)
        return prod((c.slopes if axis == sloped else c.weights)[..., tap] for axis, c, tap in rows)

    def sampled(self, images: Array, out: Dims) -> Array:
        """The images at all positions."""
        flat_images = images.reshape(self.images, self.channels, -1)
        result = np.zeros((self.images, self.channels, prod(out)), images.dtype)
        for inside, flat, which in self.seen():
            values = np.take_along_axis(flat_images, flat[:, None], 2)
            result += np.where(inside[:, None], values * self.weights(which)[:, None], 0)
        return result.reshape(self.images, self.channels, *out)

    def image_gradient(self, gradients: Array) -> Array:
        """Each gradient shared out among the elements that its position sees."""
        given = gradients.reshape(self.images, self.channels, -1)
        result = np.zeros((self.images, self.channels, prod(self.lengths)), gradients.dtype)
        rows = np.arange(self.images)[:, None, None], np.arange(self.channels)[None, :, None]
        for inside, flat, which in self.seen():
            part = np.where(inside[:, None], given * self.weights(which)[:, None], 0)
            np.add.at(result, (*rows, flat[:, None]), part)
        return result.reshape(self.shape)

    def grid_gradient(self, gradients: Array, images: Array, shape: Dims) -> Array:
        """How the results move with the positions, x first."""
        given = gradients.reshape(self.images, self.channels, -1)
        flat_images = images.reshape(self.images, self.channels, -1)
        count = len(self.lengths)
        result = np.zeros((self.images, given.shape[-1], count), gradients.dtype)
        for inside, flat, which in self.seen():
            values = np.sum(np.take_along_axis(flat_images, flat[:, None], 2) * given, axis=1)
            for axis in range(count):
                result[..., -1 - axis] += np.where(inside, values * self.weights(which, axis), 0)
        return result.reshape(shape)
