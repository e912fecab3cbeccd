"""aclnnSmoothL1Loss."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, Invalid
from aclnn.lazy import Array, np
from aclnn.shared.losses import TYPES, pointwise, total

op = pointwise(
    "SmoothL1Loss",
    TYPES,
    Attribute("beta", "float"),
    result="result",
    limits=(Invalid("beta", "must not be negative", lambda a: a.beta >= 0),),
    summary="The distance less half of beta; below beta half its square over beta.",
    page="loss/smooth_l1_loss_v2/docs/aclnnSmoothL1Loss",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, target: Array, beta: float, call: Arguments) -> Array:
    distance, width = np.abs(self - target), np.float32(beta)
    return total(np.where(distance < width, distance * distance / (2 * width), distance - width / 2), call)
