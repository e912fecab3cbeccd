"""The kernels of pooling: windows over the last dimensions, and what is given back to the elements they see."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.axes import with_length
from aclnn.shared.indices import checked
from aclnn.shared.pools import pads_of, seen_by
from aclnn.shared.windows import padded, per_dimension, seen


class Pool(NamedTuple):
    """Windows: their size, steps, borders, number, and the distance of the elements they see, for each dimension."""

    size: Dims
    steps: Dims
    pads: list[tuple[int, int]]
    counts: Dims
    spread: Dims

    @property
    def axes(self) -> int:
        return len(self.counts)

    def offsets(self) -> Iterator[Dims]:
        """Where in a window its elements are, in row-major order."""
        for place in np.ndindex(*self.size):
            yield tuple(at * wide for at, wide in zip(place, self.spread))

    def border(self, lengths: Dims) -> list[tuple[int, int]]:
        """What must surround the elements so that every window is whole."""
        rows = zip(self.steps, self.counts, self.spread, self.size)
        reach = [step * (n - 1) + wide * (k - 1) + 1 for step, n, wide, k in rows]
        return [(low, max(high, last - low - n)) for (low, high), last, n in zip(self.pads, reach, lengths)]


def pool_of(kernel: Dims, stride: Dims, padding: Dims, counts: Dims, dilation: Dims = ()) -> Pool:
    """From attributes that may have one element for all dimensions; strides are the kernel's unless given."""
    size = per_dimension(kernel, len(counts))
    steps, spread = per_dimension(stride, len(counts), size), per_dimension(dilation, len(counts), (1,))
    return Pool(size, steps, pads_of(padding, len(counts)), counts, spread)


def _divisors(pool: Pool, lengths: Dims, with_border: bool, divisor: int) -> Array | int:
    return divisor or seen_by(lengths, pool.pads, pool.size, pool.steps, pool.counts, with_border)


def means(values: Array, pool: Pool, with_border: bool, divisor: int) -> Array:
    """The mean of every window."""
    lengths = values.shape[-pool.axes :]
    wide = padded(values, pool.border(lengths))
    sums = sum((seen(wide, offset, pool.steps, pool.counts) for offset in pool.offsets()), np.zeros((), values.dtype))
    return sums / _divisors(pool, lengths, with_border, divisor)


def given_back(shape: Dims, dtype: object, pool: Pool, parts: Iterator[Array]) -> Array:
    """Sums of what windows give to the elements they see, a part for each of their places."""
    lengths = shape[-pool.axes :]
    border = pool.border(lengths)
    reach = tuple(low + n + high for (low, high), n in zip(border, lengths))
    wide: Array = np.zeros((*shape[: -pool.axes], *reach), dtype)
    for offset, part in zip(pool.offsets(), parts):
        target = seen(wide, offset, pool.steps, pool.counts)
        target += part
    return seen(wide, tuple(low for low, _ in border), (1,) * pool.axes, lengths)


def mean_gradient(gradients: Array, shape: Dims, pool: Pool, with_border: bool, divisor: int) -> Array:
    """Each gradient shared out evenly among the elements of its window."""
    share = gradients / _divisors(pool, shape[-pool.axes :], with_border, divisor)
    return given_back(shape, gradients.dtype, pool, iter([share] * prod(pool.size)))


class Maxima(NamedTuple):
    """The greatest element of every window, where it is among the last dimensions, and which of its window's."""

    values: Array
    places: Array
    ordinals: Array


def maxima(values: Array, pool: Pool) -> Maxima:
    """The first of equal elements; NaN is above all; a window of -inf alone still has a first element."""
    lengths = values.shape[-pool.axes :]
    border = pool.border(lengths)
    wide = padded(values, border, -np.inf)
    numbers = padded(np.arange(prod(lengths)).reshape(lengths), border, -1)
    shape = (*values.shape[: -pool.axes], *pool.counts)
    result = np.full(shape, -np.inf, values.dtype)
    places, ordinals = np.full(shape, -1, np.int64), np.zeros(shape, np.int64)
    for ordinal, offset in enumerate(pool.offsets()):
        found, at = (seen(source, offset, pool.steps, pool.counts) for source in (wide, numbers))
        larger = (found > result) | (np.isnan(found) & ~np.isnan(result)) | ((places < 0) & (at >= 0))
        result, places = np.where(larger, found, result), np.where(larger, at, places)
        ordinals = np.where(larger, ordinal, ordinals)
    return Maxima(result, places, ordinals)


def max_gradient(gradients: Array, places: Array, shape: Dims, axes: int) -> Array:
    """Each gradient added where its maximum was."""
    images, size = prod(shape[:-axes]), prod(shape[-axes:])
    result = np.zeros((images, size), gradients.dtype)
    where = checked(places, size, "indices").reshape(images, -1)
    np.add.at(result, (np.arange(images)[:, None], where), gradients.reshape(images, -1))
    return result.reshape(shape)


def mask_of(ordinals: Array, pool: Pool, width: int) -> Array:
    """For each place in a window a row of bits, one for each window: whether its maximum is there. Low bits first."""
    flat = ordinals.reshape(*ordinals.shape[: -pool.axes], 1, -1)
    bits = np.packbits(flat == np.arange(prod(pool.size))[:, None], axis=-1, bitorder="little")
    rows = np.zeros((*bits.shape[:-1], width), np.uint8)
    rows[..., : bits.shape[-1]] = bits
    return rows.view(np.int8)


def masked_gradient(gradients: Array, mask: Array, shape: Dims, pool: Pool) -> Array:
    """Each gradient given to the place of its window that the mask names."""
    bits = np.unpackbits(mask.view(np.uint8), axis=-1, count=prod(pool.counts), bitorder="little")
    parts = (gradients * bits[..., row, :].reshape(gradients.shape) for row in range(prod(pool.size)))
    return given_back(shape, gradients.dtype, pool, parts)


def _spans(length: int, wanted: int) -> list[slice]:
    """Windows that share a dimension out: from the place rounded down to the next one's rounded up."""
    return [slice(i * length // wanted, -(-(i + 1) * length // wanted)) for i in range(wanted)]


def adaptive_means(values: Array, size: Dims) -> Array:
    """The means of windows that share the last dimensions out evenly."""
    for axis, wanted in zip(range(-len(size), 0), size):
        moved = np.moveaxis(values, axis, 0)
        parts = [np.mean(moved[span], axis=0) for span in _spans(len(moved), wanted)]
        values = np.moveaxis(np.stack(parts), 0, axis)
    return values


def adaptive_mean_gradient(gradients: Array, shape: Dims, axes: int) -> Array:
    """The gradient of `adaptive_means`."""
    for axis in range(-axes, 0):
        moved = np.moveaxis(gradients, axis, 0)
        wide = np.zeros(with_length(moved.shape, 0, shape[axis]), gradients.dtype)
        for part, span in zip(moved, _spans(shape[axis], len(moved))):
            wide[span] += part / np.asarray(span.stop - span.start, gradients.dtype)
        gradients = np.moveaxis(wide, 0, axis)
    return gradients


def adaptive_maxima(values: Array, size: Dims) -> tuple[Array, Array]:
    """The greatest elements of those windows, the first of equal ones, and where they are."""
    lengths = values.shape[-len(size) :]
    places = np.broadcast_to(np.arange(prod(lengths)).reshape(lengths), values.shape)
    for axis, wanted in reversed(list(zip(range(-len(size), 0), size))):  # rows first: so the first one stays first
        rows, numbers = np.moveaxis(values, axis, 0), np.moveaxis(places, axis, 0)
        found, at = [], []
        for span in _spans(len(rows), wanted):
            best = np.argmax(rows[span], axis=0)[None]
            found.append(np.take_along_axis(rows[span], best, 0)[0])
            at.append(np.take_along_axis(numbers[span], best, 0)[0])
        values, places = np.moveaxis(np.stack(found), 0, axis), np.moveaxis(np.stack(at), 0, axis)
    return values, places
