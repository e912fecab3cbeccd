"""aclnnTrace."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, COMPLEX, FLOATING, promoted
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit

op = Operator(
    "Trace",
    In("self", ALL),
    Out("out", (*FLOATING, *COMPLEX, INT64), shape=Shape("a number", lambda a: ())),
    summary="The sum of the diagonal of a matrix; integers are added as INT64.",
    page="math/trace/docs/aclnnTrace",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", integers=INT64),
    limits=(rank_limit("self", 2, 2),),
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.trace(self, dtype=self.dtype)
