"""aclnnSilu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Silu",
    FLOATS,
    summary="Each element times its logistic function.",
    page="activation/swish/docs/aclnnSilu",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return self / (1 + np.exp(-self))
