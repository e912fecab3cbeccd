"""What operators that cut a tensor into a list of outputs have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aclnn.declare import Arguments, Invalid, Limit
from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.axes import axis_of, with_length
from aclnn.shared.limits import complete


def output_limits(lengths: Callable[[Arguments], Dims]) -> tuple[Limit, ...]:
    """The outputs must be as many as the pieces, with the type of self and the piece's length along dim."""

    def shapes(a: Arguments) -> list[Dims]:
        axis = axis_of(a.dim, len(a.self.shape))
        return [with_length(a.self.shape, axis, length) for length in lengths(a)]

    return (
        *complete("out"),
        Invalid("out", "must have the data type of self", lambda a: {t.dtype for t in a.out} == {a.self.dtype}),
        Invalid("out", "must have a tensor for each piece", lambda a: len(a.out) == len(shapes(a))),
        Invalid("out", "must have the shapes of the pieces", lambda a: [t.shape for t in a.out] == shapes(a)),
    )


def pieces(values: Array, axis: int, lengths: Sequence[int]) -> list[Array]:
    """Views of the pieces along an axis."""
    start, found = 0, []
    for length in lengths:
        found.append(values[(slice(None),) * axis_of(axis, values.ndim) + (slice(start, start + length),)])
        start += length
    return found
