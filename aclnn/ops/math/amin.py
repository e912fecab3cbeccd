"""aclnnAmin."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.reductions import along, axes_limit, nonempty_limit, reduced

op = Operator(
    "Amin",
    In("self", BASIC),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Out("out", like="self", shape=reduced("self", "dim", "keepDim")),
    summary="The smallest element along the axes, NaN where there is one.",
    page="math/reduce_min/docs/aclnnAmin",
    families=(*MAIN, "310P", "910"),
    limits=(axes_limit("self", "dim"), nonempty_limit("self", "dim")),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...], call: Arguments) -> Array:
    return along(np.min, self, dim).reshape(call.out.shape)
