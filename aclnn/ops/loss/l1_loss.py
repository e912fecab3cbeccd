"""aclnnL1Loss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.shared.losses import TYPES, pointwise, total

op = pointwise(
    "L1Loss",
    (*TYPES, INT64),
    summary="The distance of self and target, as it is, averaged or summed.",
    page="loss/lp_loss/docs/aclnnL1Loss",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, target: Array, call: Arguments) -> Array:
    return total(np.abs(self - target), call)
