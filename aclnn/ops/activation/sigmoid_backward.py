"""aclnnSigmoidBackward."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared.gradients import gradient

op = gradient(
    "SigmoidBackward",
    FLOATING,
    of="output",
    summary="The gradient of the logistic function, from its result.",
    page="activation/sigmoid_grad/docs/aclnnSigmoidBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, output: Array) -> Array:
    return gradOutput * output * (1 - output)
