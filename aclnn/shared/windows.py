"""Windows that slide over the last dimensions of a tensor: their number, and the elements they see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aclnn.lazy import Array, np
from aclnn.shapes import Dims

Pads = Sequence[tuple[int, int]]  # before and after each dimension


def per_dimension(values: Dims, count: int, default: Dims = ()) -> Dims:
    """An attribute with an element for each dimension; one stands for all, none for the default."""
    given = values or default
    return given * count if len(given) == 1 else given


def count(length: int, pads: tuple[int, int], kernel: int, stride: int, dilation: int = 1, ceil: bool = False) -> int:
    """How many windows fit; with `ceil` one that reaches beyond the end counts, unless it begins there."""
    room = length + sum(pads) - dilation * (kernel - 1) - 1
    if not ceil:
        return room // stride + 1
    rounded_up = -(-room // stride) + 1
    return rounded_up - ((rounded_up - 1) * stride >= length + pads[0])


def padded(values: Array, pads: Pads, fill: Any = 0) -> Array:
    """The values with a border around their last dimensions."""
    if not any(map(any, pads)):
        return values
    before = [(0, 0)] * (values.ndim - len(pads))
    return np.pad(values, [*before, *pads], constant_values=fill)


def seen(values: Array, offset: Dims, steps: Dims, counts: Dims) -> Array:
    """The element at an offset of every window over the last dimensions."""
    spans = (slice(at, at + step * (n - 1) + 1, step) for at, step, n in zip(offset, steps, counts))
    index = (..., *spans)
    return values[index]
