"""aclnnSiluBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "SiluBackward",
    FLOATS,
    alike=True,
    summary="The gradient of aclnnSilu.",
    page="activation/silu_grad/docs/aclnnSiluBackward",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    sigmoid = 1 / (1 + np.exp(-self))
    return gradOutput * sigmoid * (1 + self * (1 - sigmoid))
