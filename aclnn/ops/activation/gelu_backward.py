"""aclnnGeluBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array
from aclnn.shared.gelus import slope
from aclnn.shared.gradients import gradient

op = gradient(
    "GeluBackward",
    FLOATS,
    const=True,
    summary="The gradient of aclnnGelu.",
    page="activation/gelu_grad/docs/aclnnGeluBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    return gradOutput * slope(self, approximate=False)
