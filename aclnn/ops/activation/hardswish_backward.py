"""aclnnHardswishBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "HardswishBackward",
    FLOATS,
    result="out",
    alike=True,
    broadcasts=False,
    summary="The gradient of aclnnHardswish.",
    page="activation/hard_swish_grad/docs/aclnnHardswishBackward",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    middle = np.where(self <= 3, self / 3 + np.float32(0.5), 1)
    return gradOutput * np.where(self < -3, 0, middle)
