"""aclnnMish and aclnnInplaceMish."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Mish",
    FLOATS,
    summary="Each element times the hyperbolic tangent of its softplus.",
    page="activation/mish/docs/aclnnMish&aclnnInplaceMish",
    families=(*MAIN, "910"),
)
op.form("InplaceMish", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return self * np.tanh(np.logaddexp(np.float32(0), self))
