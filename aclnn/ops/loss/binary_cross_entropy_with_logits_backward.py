"""aclnnBinaryCrossEntropyWithLogitsBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, OptionalIn, Out
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape
from aclnn.shared.losses import TYPES, fits_limit, reduction_limit, shared

op = Operator(
    "BinaryCrossEntropyWithLogitsBackward",
    In("gradOutput", TYPES),
    In("self", TYPES),
    In("target", like="self"),
    OptionalIn("weightOptional", like="self"),
    OptionalIn("posWeightOptional", like="self"),
    Attribute("reduction", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The gradient of the cross entropy of the logistic function with respect to self.",
    page="loss/sigmoid_cross_entropy_with_logits_grad_v2/docs/aclnnBinaryCrossEntropyWithLogitsBackward",
    families=(*MAIN, "310P", "910"),
    limits=(
        same_shape("target", "self"),
        *(fits_limit(name, "self") for name in ("gradOutput", "weightOptional", "posWeightOptional")),
        reduction_limit(),
    ),
)


@op.kernel
def kernel(
    gradOutput: Array,
    self: Array,
    target: Array,
    weightOptional: Array | None,
    posWeightOptional: Array | None,
    call: Arguments,
) -> Array:
    positive = target if posWeightOptional is None else target * posWeightOptional
    gradients = gradOutput * ((positive + 1 - target) / (1 + np.exp(-self)) - positive)
    weighted = gradients if weightOptional is None else gradients * weightOptional
    return shared(weighted, self.size, call)
