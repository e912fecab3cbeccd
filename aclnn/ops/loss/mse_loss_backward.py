"""aclnnMseLossBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.lazy import Array
from aclnn.shared.losses import gradient, shared

op = gradient(
    "MseLossBackward",
    result="out",
    summary="The gradient of the squared difference with respect to self.",
    page="loss/mse_loss_grad_v2/docs/aclnnMseLossBackward",
    families=(*MAIN, "310P"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, target: Array, call: Arguments) -> Array:
    return shared(2 * gradOutput * (self - target), call.out.size, call)
