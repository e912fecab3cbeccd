"""aclnnMax."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.reductions import reduced

op = Operator(
    "Max",
    In("self", BASIC),
    Out("out", BASIC, shape=reduced("self")),
    summary="The greatest element, NaN where there is one.",
    page="math/reduce_max/docs/aclnnMax",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("self", "must not be empty", lambda a: 0 not in a.self.shape),),
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.max(self)
