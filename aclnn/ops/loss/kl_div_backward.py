"""aclnnKlDivBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import shape_of
from aclnn.shared.losses import TYPES, Reduction, fits_limit, reduction_limit, shared

op = Operator(
    "KlDivBackward",
    In("gradOutput", TYPES),
    In("self", TYPES),
    In("target", TYPES),
    Attribute("reduction", "int64_t"),
    Attribute("logTarget", "bool"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The gradient of the divergence with respect to self.",
    page="loss/kl_div_loss_grad/docs/aclnnKlDivBackward",
    families=MAIN,
    computes=promoted("gradOutput", "self", "target"),
    limits=(
        reduction_limit(Reduction.BATCH_MEAN),
        fits_limit("gradOutput", "self"),
        fits_limit("target", "self"),
    ),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, target: Array, logTarget: bool, call: Arguments) -> Array:
    slope = np.exp(target) if logTarget else np.maximum(target, 0)
    gradients = np.broadcast_to(-gradOutput * slope, self.shape)
    if call.reduction == Reduction.BATCH_MEAN:
        return gradients / np.float32(self.shape[0] if self.ndim else 1)
    return shared(gradients, self.size, call)
