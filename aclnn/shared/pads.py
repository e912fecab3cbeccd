"""Padding by the elements of the tensor itself, along the last one or two dimensions."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, COMPLEX, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks, rank_limit

TYPES = (*ALL, *UNSIGNED)
REFLECTION_LACKS = (
    lacks("self", UNSIGNED, ("A2", "A3")),
    lacks("self", (*UNSIGNED, *COMPLEX), ("310P", "910")),
)
REPLICATION_LACKS = (lacks("self", (BOOL, *UNSIGNED), ("A2", "A3", "310P", "910")),)


def widths(padding: Dims, rank: int) -> list[tuple[int, int]]:
    """Before and after each dimension; the array begins with the last one."""
    pairs = list(zip(padding[::2], padding[1::2]))[::-1]
    return [(0, 0)] * (rank - len(pairs)) + pairs


def _shape(a: Arguments) -> Dims:
    rows = zip(a.self.shape, widths(a.padding, len(a.self.shape)))
    return tuple(length + before + after for length, (before, after) in rows)


def padding_operator(name: str, dimensions: int, page: str, summary: str, *lacking: Limit) -> Operator:
    """An operator over so many dimensions of a tensor with one or two more; lacking: types that products miss."""

    def fits(a: Arguments) -> bool:
        rows = zip(a.self.shape, widths(a.padding, len(a.self.shape)))
        return all(0 <= width < max(length, 1) for length, pair in rows for width in pair)

    return Operator(
        name,
        In("self", TYPES),
        IntArray("padding"),
        Out("out", like="self", shape=Shape("`self` with `padding` added to the last dimensions", _shape)),
        summary=summary,
        page=page,
        families=(*MAIN, "310P", "910"),
        limits=(
            *lacking,
            rank_limit("self", dimensions + 1, dimensions + 2),
            Invalid(
                "self",
                "must not be empty but along the first of all its possible dimensions",
                lambda a: 0 not in a.self.shape[-dimensions - 1 :],
            ),
            Invalid("padding", f"must have {2 * dimensions} elements", lambda a: len(a.padding) == 2 * dimensions),
            Invalid("padding", "must be from 0 to less than the dimensions of self", fits),
        ),
    )


def padded(values: Array, padding: Dims, mode: str) -> Array:
    """numpy's padding of that mode."""
    pads = widths(padding, values.ndim)
    return np.pad(values, pads, "reflect") if mode == "reflect" else np.pad(values, pads, "edge")
