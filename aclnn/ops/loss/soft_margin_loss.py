"""aclnnSoftMarginLoss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.lazy import Array, np
from aclnn.shared.losses import TYPES, pointwise, total

op = pointwise(
    "SoftMarginLoss",
    TYPES,
    summary="log(1 + exp(-target self)) of each element, as it is, averaged or summed.",
    page="loss/soft_margin_loss/docs/aclnnSoftMarginLoss",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, target: Array, call: Arguments) -> Array:
    return total(np.logaddexp(np.zeros_like(self), -target * self), call)
