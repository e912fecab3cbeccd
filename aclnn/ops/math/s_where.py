"""aclnnSWhere."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import BOOL, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, promoted
from aclnn.shapes import broadcast

op = Operator(
    "SWhere",
    In("condition", (UINT8, BOOL)),
    In("self", ALL),
    In("other", ALL),
    Out("out", ALL, shape=broadcast("self", "other", "condition")),
    summary="The element of self where the condition holds, else that of other.",
    page="math/select/docs/aclnnSWhere",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "other"),
)


@op.kernel
def kernel(condition: Array, self: Array, other: Array) -> Array:
    return np.where(condition, self, other)
