"""aclnnBinaryCrossEntropyWithLogits."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, OptionalIn, Out
from aclnn.lazy import Array, np
from aclnn.shared.limits import same_shape
from aclnn.shared.losses import TYPES, fits_limit, loss_shape, reduction_limit, total

op = Operator(
    "BinaryCrossEntropyWithLogits",
    In("self", TYPES),
    In("target", like="self"),
    OptionalIn("weightOptional", like="self"),
    OptionalIn("posWeightOptional", like="self"),
    Attribute("reduction", "int64_t"),
    Out("out", like="self", shape=loss_shape("self")),
    summary="The cross entropy of the logistic function of self and targets, weighted; as it is, averaged or summed.",
    page="loss/sigmoid_cross_entropy_with_logits_v2/docs/aclnnBinaryCrossEntropyWithLogits",
    families=(*MAIN, "310P", "910"),
    limits=(
        same_shape("target", "self"),
        fits_limit("weightOptional", "self"),
        fits_limit("posWeightOptional", "self"),
        reduction_limit(),
    ),
)


@op.kernel
def kernel(
    self: Array, target: Array, weightOptional: Array | None, posWeightOptional: Array | None, call: Arguments
) -> Array:
    softplus = np.logaddexp(np.zeros_like(self), -self)  # minus the logarithm of the logistic function
    factor = 1 if posWeightOptional is None else 1 + (posWeightOptional - 1) * target
    losses = (1 - target) * self + factor * softplus
    return total(losses if weightOptional is None else losses * weightOptional, call)
