"""aclnnSmoothL1LossBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, Invalid
from aclnn.lazy import Array, np
from aclnn.shared.losses import gradient, shared

op = gradient(
    "SmoothL1LossBackward",
    Attribute("beta", "float"),
    of="gradOut",
    limits=(Invalid("beta", "must not be negative", lambda a: a.beta >= 0),),
    summary="The gradient of the smooth distance with respect to self.",
    page="loss/smooth_l1_loss_grad_v2/docs/aclnnSmoothL1LossBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOut: Array, self: Array, target: Array, beta: float, call: Arguments) -> Array:
    difference, width = self - target, np.float32(beta)
    slope = np.where(np.abs(difference) < width, difference / width, np.sign(difference))
    return shared(gradOut * slope, call.gradInput.size, call)
