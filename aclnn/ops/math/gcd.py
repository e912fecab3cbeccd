"""aclnnGcd."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, UNSIGNED, promoted
from aclnn.shapes import broadcast

op = Operator(
    "Gcd",
    In("self", INTEGERS),
    In("other", INTEGERS),
    Out("out", (*INTEGERS, *UNSIGNED), shape=broadcast("self", "other")),
    summary="The greatest common divisor of two elements.",
    page="math/gcd/docs/aclnnGcd",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "other"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.gcd(self, other)
