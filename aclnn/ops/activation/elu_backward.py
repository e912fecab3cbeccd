"""aclnnEluBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape

op = Operator(
    "EluBackward",
    In("gradOutput", FLOATING),
    Scalar("alpha"),
    Scalar("scale"),
    Scalar("inputScale"),
    Attribute("isResult", "bool"),
    In("selfOrResult", like="gradOutput"),
    Out("gradInput", FLOATING, shape=shape_of("gradOutput")),
    summary="The gradient of aclnnElu, from what it was computed from or its result.",
    page="activation/elu_grad_v2/docs/aclnnEluBackward",
    families=(*MAIN, "310P", "910"),
    computes=promoted("gradOutput", "selfOrResult"),
    limits=(
        Invalid("alpha", "must not be negative where isResult", lambda a: not (a.isResult and a.alpha.value < 0)),
        same_shape("selfOrResult", "gradOutput"),
    ),
)


@op.kernel
def kernel(
    gradOutput: Array, alpha: Array, scale: Array, inputScale: Array, isResult: bool, selfOrResult: Array
) -> Array:
    x = selfOrResult
    negative = inputScale * (x + alpha * scale if isResult else alpha * scale * np.exp(x * inputScale))
    return gradOutput * np.where(x > 0, scale, negative)
