"""aclnnCelu and aclnnInplaceCelu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Invalid, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Celu",
    FLOATS,
    FLOATS,
    Scalar("alpha"),
    summary="Each element; where it is not positive, alpha times the exponential of its quotient with alpha, minus 1.",
    page="activation/celu_v2/docs/aclnnCelu&aclnnInplaceCelu",
    families=(*MAIN, "910"),
    limits=(Invalid("alpha", "must not be 0", lambda a: a.alpha.value != 0),),
)
op.form("InplaceCelu", inplace="self")


@op.kernel
def kernel(self: Array, alpha: Array) -> Array:
    return np.where(self > 0, self, alpha * np.expm1(self / alpha))
