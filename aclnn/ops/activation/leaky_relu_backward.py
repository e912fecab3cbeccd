"""aclnnLeakyReluBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, Invalid, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.gradients import gradient

op = gradient(
    "LeakyReluBackward",
    FLOATING,
    Scalar("negativeSlope"),
    Attribute("selfIsResult", "bool"),
    result="out",
    summary="The gradient, times negativeSlope where self (or the result) is not positive.",
    page="activation/leaky_relu_grad/docs/aclnnLeakyReluBackward",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid(
            "negativeSlope",
            "must not be negative where selfIsResult",
            lambda a: not (a.selfIsResult and a.negativeSlope.value < 0),
        ),
    ),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, negativeSlope: Array) -> Array:
    return np.where(self > 0, gradOutput, gradOutput * negativeSlope)
