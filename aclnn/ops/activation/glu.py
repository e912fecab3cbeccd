"""aclnnGlu."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, promoted
from aclnn.shared.axes import axis_limit, half_limit, halved
from aclnn.shared.limits import rank_limit

op = Operator(
    "Glu",
    In("self", FLOATING),
    Attribute("dim", "int64_t"),
    Out("out", FLOATING, shape=halved("self"), const=True),
    summary="The first half along a dimension times the logistic function of the second.",
    page="activation/glu/docs/aclnnGlu",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self"),
    limits=(rank_limit("self", 1), axis_limit(), half_limit()),
)


@op.kernel
def kernel(self: Array, dim: int) -> Array:
    first, second = np.split(self, 2, axis=dim)
    return first / (1 + np.exp(-second))
