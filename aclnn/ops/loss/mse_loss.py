"""aclnnMseLoss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.lazy import Array, np
from aclnn.shared.losses import TYPES, pointwise, total

op = pointwise(
    "MseLoss",
    TYPES,
    summary="The squared difference of self and target, as it is, averaged or summed.",
    page="loss/mse_loss/docs/aclnnMseLoss",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, target: Array, call: Arguments) -> Array:
    return total(np.square(self - target), call)
