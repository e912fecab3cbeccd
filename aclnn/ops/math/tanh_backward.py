"""aclnnTanhBackward."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared.gradients import gradient

op = gradient(
    "TanhBackward",
    FLOATING,
    of="output",
    alike=True,
    summary="The gradient of the hyperbolic tangent, from its result.",
    page="math/tanh_grad/docs/aclnnTanhBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, output: Array) -> Array:
    return gradOutput * (1 - output * output)
