"""What pooling has in common: sizes from attributes that may be short, and their limits."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import prod

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.windows import count, per_dimension

SPATIAL = 2


def lengths_limit(name: str, allowed: tuple[int, ...], least: int) -> Limit:
    """An attribute must have one of the numbers of elements, none of them below `least`."""
    words = " or ".join(map(str, allowed))
    return Invalid(
        name,
        f"must have {words} elements of at least {least}",
        lambda a: len(getattr(a, name)) in allowed and all(value >= least for value in getattr(a, name)),
    )


def half_limit(padding: str = "padding", spatial: int = SPATIAL) -> Limit:
    """The border must not be wider than half of the kernel."""

    def holds(a: Arguments) -> bool:
        pairs = zip(per_dimension(getattr(a, padding), spatial), per_dimension(a.kernelSize, spatial))
        return all(2 * width <= k for width, k in pairs)

    return Invalid(padding, "must not be more than half of the kernel", holds)


def pads_of(pads: Dims, spatial: int = SPATIAL) -> list[tuple[int, int]]:
    """Before and after each dimension: for all sides, by dimension, or [top, left, bottom, right]."""
    if len(pads) == 2 * spatial:
        return list(zip(pads[:spatial], pads[spatial:]))
    return [(width, width) for width in per_dimension(pads, spatial, (0,))]


def pooled_shape(
    kernel: str, strides: str, pads: str, ceil: str, by_kernel: bool, spatial: int = SPATIAL, dilation: str = ""
) -> Shape:
    """A window's worth of the last dimensions; without strides they are the kernel's, or 1."""

    def of(a: Arguments) -> Dims:
        size = per_dimension(getattr(a, kernel), spatial)
        steps = per_dimension(getattr(a, strides), spatial, size if by_kernel else (1,))
        wide = per_dimension(getattr(a, dilation) if dilation else (), spatial, (1,))
        rows = zip(a.self.shape[-spatial:], pads_of(getattr(a, pads), spatial), size, steps, wide)
        counts = (count(*row, ceil=bool(getattr(a, ceil))) for row in rows)
        return (*a.self.shape[:-spatial], *counts)

    return Shape(f"`self` with a `{kernel}` window for each of its last elements", of)


def mask_shape_of(pooled: Shape) -> Callable[[Arguments], Dims]:
    """The shape of a mask of maxima: a row of bits for each place in a window, as the page on the operator has it."""

    def of(a: Arguments) -> Dims:
        shape = pooled.of(a)
        blocks = -(-prod(shape[-SPATIAL:]) // 16) + 1
        return (*shape[:-SPATIAL], prod(per_dimension(a.kernelSize, SPATIAL)), blocks * 2 * 16)

    return of


def seen_by(lengths: Dims, pads: list[tuple[int, int]], size: Dims, steps: Dims, counts: Dims, border: bool) -> Array:
    """How many elements every window sees, with or without those of the border."""
    by_dimension = []
    for length, (before, after), k, step, n in zip(lengths, pads, size, steps, counts):
        starts = np.arange(n) * step - before
        low, high = (-before, length + after) if border else (0, length)
        by_dimension.append(np.minimum(starts + k, high) - np.maximum(starts, low))
    return reduce(np.multiply.outer, by_dimension).astype(np.float32)
