"""aclnnBinaryCrossEntropyBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, OptionalIn, Out
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import shape_of
from aclnn.shared.losses import TYPES, fits_limit, reduction_limit, shared

_LEAST = 1e-12  # of the product of both probabilities, as torch bounds it

op = Operator(
    "BinaryCrossEntropyBackward",
    In("gradOutput", TYPES),
    In("self", TYPES),
    In("target", TYPES),
    OptionalIn("weightOptional", TYPES),
    Attribute("reduction", "int64_t"),
    Out("out", TYPES, shape=shape_of("self")),
    summary="The gradient of the cross entropy with respect to the probabilities.",
    page="loss/binary_cross_entropy_grad/docs/aclnnBinaryCrossEntropyBackward",
    families=(*MAIN, "310P", "910"),
    computes=promoted("gradOutput", "self", "target", "weightOptional"),
    limits=(reduction_limit(), *(fits_limit(name, "self") for name in ("gradOutput", "target", "weightOptional"))),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, target: Array, weightOptional: Array | None, call: Arguments) -> Array:
    gradients = gradOutput * (self - target) / np.maximum((1 - self) * self, np.float32(_LEAST))
    weighted = gradients if weightOptional is None else gradients * weightOptional
    return shared(weighted, self.size, call)
