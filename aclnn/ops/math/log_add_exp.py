"""aclnnLogAddExp."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, promoted
from aclnn.shapes import broadcast

op = Operator(
    "LogAddExp",
    In("self", BASIC),
    In("other", BASIC),
    Out("out", (FLOAT, FLOAT16, BF16), shape=broadcast("self", "other")),
    summary="The logarithm of the sum of the exponentials of two elements.",
    page="math/log_add_exp/docs/aclnnLogAddExp",
    families=(*MAIN, "310P", "910"),
    header="aclnn_logaddexp.h",
    computes=promoted("self", "other", integers=FLOAT),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.logaddexp(self, other)
