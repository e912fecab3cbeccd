"""aclnnBinaryCrossEntropy."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, OptionalIn, Out
from aclnn.lazy import Array, np
from aclnn.shared.limits import same_shape
from aclnn.shared.losses import TYPES, fits_limit, loss_shape, reduction_limit, total

_LEAST = -100.0  # of a logarithm, as torch bounds it

op = Operator(
    "BinaryCrossEntropy",
    In("self", TYPES),
    In("target", like="self"),
    OptionalIn("weight", like="self"),
    Attribute("reduction", "int64_t"),
    Out("out", like="self", shape=loss_shape("self")),
    summary="The cross entropy of probabilities and targets, weighted; as it is, averaged or summed.",
    page="loss/binary_cross_entropy/docs/aclnnBinaryCrossEntropy",
    families=(*MAIN, "310P", "910"),
    limits=(
        reduction_limit(),
        same_shape("target", "self"),
        fits_limit("weight", "self"),
    ),
)


@op.kernel
def kernel(self: Array, target: Array, weight: Array | None, call: Arguments) -> Array:
    certain, doubtful = (np.maximum(np.log(p), self.dtype.type(_LEAST)) for p in (self, 1 - self))
    losses = -(target * certain + (1 - target) * doubtful)
    return total(losses if weight is None else losses * weight, call)
