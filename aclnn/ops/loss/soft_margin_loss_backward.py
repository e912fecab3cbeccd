"""aclnnSoftMarginLossBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.lazy import Array, np
from aclnn.shared.losses import gradient, shared

op = gradient(
    "SoftMarginLossBackward",
    result="out",
    summary="The gradient of the soft margin with respect to self.",
    page="loss/soft_margin_loss_grad/docs/aclnnSoftMarginLossBackward",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, target: Array, call: Arguments) -> Array:
    return shared(gradOutput * -target / (1 + np.exp(target * self)), call.out.size, call)
