"""aclnnLeakyRelu and aclnnInplaceLeakyRelu."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "LeakyRelu",
    FLOATING,
    FLOATING,
    Scalar("negativeSlope"),
    summary="Each element, times negativeSlope where it is not positive.",
    page="activation/leaky_relu/docs/aclnnLeakyRelu&aclnnInplaceLeakyRelu",
    families=(*MAIN, "910"),
)
op.form("InplaceLeakyRelu", inplace="self")


@op.kernel
def kernel(self: Array, negativeSlope: Array) -> Array:
    return np.where(self > 0, self, self * negativeSlope)
