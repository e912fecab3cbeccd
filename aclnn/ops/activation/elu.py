"""aclnnElu and aclnnInplaceElu."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Elu",
    FLOATING,
    FLOATING,
    Scalar("alpha"),
    Scalar("scale"),
    Scalar("inputScale"),
    summary="Each element times scale; where it is not positive, times alpha the exponential of it minus 1.",
    page="activation/elu/docs/aclnnElu&aclnnInplaceElu",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceElu", inplace="self")


@op.kernel
def kernel(self: Array, alpha: Array, scale: Array, inputScale: Array) -> Array:
    return np.where(self > 0, scale * self, alpha * scale * np.expm1(self * inputScale))
