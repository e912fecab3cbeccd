"""What pooling over two dimensions has in common: sizes from attributes that may be short, and their limits."""

from __future__ import annotations

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


def pads_of(pads: Dims) -> list[tuple[int, int]]:
    """Before and after both dimensions: for all sides, by dimension, or [top, left, bottom, right]."""
    if len(pads) == 2 * SPATIAL:
        return list(zip(pads[:SPATIAL], pads[SPATIAL:]))
    return [(width, width) for width in per_dimension(pads, SPATIAL, (0,))]


def pooled_shape(kernel: str, strides: str, pads: str, ceil: str, by_kernel: bool) -> Shape:
    """A window's worth of the last two dimensions; without strides they are the kernel's, or 1."""

    def of(a: Arguments) -> Dims:
        size = per_dimension(getattr(a, kernel), SPATIAL)
        steps = per_dimension(getattr(a, strides), SPATIAL, size if by_kernel else (1,))
        rows = zip(a.self.shape[-SPATIAL:], pads_of(getattr(a, pads)), size, steps)
        counts = (count(length, pair, k, step, ceil=bool(getattr(a, ceil))) for length, pair, k, step in rows)
        return (*a.self.shape[:-SPATIAL], *counts)

    return Shape(f"`self` with a `{kernel}` window for each of its last elements", of)


def seen_by(lengths: Dims, pads: list[tuple[int, int]], size: Dims, steps: Dims, counts: Dims, border: bool) -> Array:
    """How many elements every window sees, with or without those of the border."""
    by_dimension = []
    for length, (before, after), k, step, n in zip(lengths, pads, size, steps, counts):
        starts = np.arange(n) * step - before
        low, high = (-before, length + after) if border else (0, length)
        by_dimension.append(np.minimum(starts + k, high) - np.maximum(starts, low))
    return np.multiply.outer(*by_dimension).astype(np.float32)
