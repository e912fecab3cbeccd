"""aclnnSplitTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, OutList
from aclnn.lazy import Array
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import Dims
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.splits import output_limits, pieces

TYPES = (*ALL, *UNSIGNED)


def _lengths(a: Arguments) -> Dims:
    length, step = a.self.shape[axis_of(a.dim, len(a.self.shape))], a.splitSections
    if step == 0:
        return (0,)
    return tuple(min(step, length - start) for start in range(0, length, step))


def _fits(a: Arguments) -> bool:
    return bool((a.self.shape[axis_of(a.dim, len(a.self.shape))] == 0) == (a.splitSections == 0))


op = Operator(
    "SplitTensor",
    In("self", TYPES),
    Attribute("splitSections", "uint64_t"),
    Attribute("dim", "int64_t"),
    OutList("out", TYPES),
    summary="The tensor cut along a dimension into pieces of one length; the last may be shorter.",
    page="conversion/split_v/docs/aclnnSplitTensor",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 1),
        axis_limit(),
        Invalid("splitSections", "must be 0 where self has the length 0 along dim, and only there", _fits),
        *output_limits(_lengths),
    ),
)


@op.kernel
def kernel(self: Array, call: Arguments) -> list[Array]:
    return pieces(self, call.dim, _lengths(call))
