"""aclnnHardswish and aclnnInplaceHardswish."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Hardswish",
    FLOATS,
    FLOATS,
    const=True,
    summary="Each element times a piecewise linear logistic function: 0 up to -3, 1 from 3.",
    page="activation/hard_swish/docs/aclnnHardswish&aclnnInplaceHardswish",
    families=(*MAIN, "910"),
)
op.form("InplaceHardswish", inplace="self", ref="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return self * (np.clip(self + 3, 0, 6) / 6)
