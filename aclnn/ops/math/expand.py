"""aclnnExpand."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape


def _shape(a: Arguments) -> Dims:
    """The sizes, where -1 leaves an axis of self as it is."""
    own = (1,) * (len(a.size) - len(a.self.shape)) + a.self.shape
    return tuple(length if size == -1 else size for size, length in zip(a.size, own))


def _fits(a: Arguments) -> bool:
    first = len(a.size) - len(a.self.shape)
    pairs = zip(a.size[first:], a.self.shape)
    return all(size == -1 or length in (1, size) for size, length in pairs)


op = Operator(
    "Expand",
    In("self", (FLOAT16, FLOAT, UINT8, INT8, INT32, INT64, BOOL, BF16)),
    IntArray("size"),
    Out("out", like="self", shape=Shape("`size`", _shape)),
    summary="The tensor broadcast to a size; -1 leaves a dimension as it is.",
    page="math/expand/docs/aclnnExpand",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("size", "must have an element for each dimension of self", lambda a: len(a.size) >= len(a.self.shape)),
        Invalid("size", "must be that of self wherever self is not 1 long", _fits),
    ),
)


@op.kernel
def kernel(self: Array, call: Arguments) -> Array:
    return np.broadcast_to(self, _shape(call))
