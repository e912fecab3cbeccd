"""aclnnL1LossBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.lazy import Array, np
from aclnn.shared.losses import gradient, shared

op = gradient(
    "L1LossBackward",
    summary="The gradient of the distance with respect to self.",
    page="loss/l1_loss_grad/docs/aclnnL1LossBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, target: Array, call: Arguments) -> Array:
    return shared(gradOutput * np.sign(self - target), call.gradInput.size, call)
