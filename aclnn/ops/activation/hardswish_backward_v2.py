"""aclnnHardswishBackwardV2."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient
from aclnn.shared.limits import rank_limit

op = gradient(
    "HardswishBackwardV2",
    FLOATS,
    result="out",
    alike=True,
    broadcasts=False,
    summary="The gradient of aclnnHardswish, 0 at -3.",
    page="activation/hard_swish_grad_v2/docs/aclnnHardswishBackwardV2",
    families=(*MAIN, "910"),
    limits=(rank_limit("self", 1),),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    middle = np.where(self < 3, self / 3 + np.float32(0.5), 1)
    return gradOutput * np.where(self <= -3, 0, middle)
