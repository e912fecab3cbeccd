"""aclnnHardtanhBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "HardtanhBackward",
    FLOATS,
    Scalar("min"),
    Scalar("max"),
    result="out",
    alike=True,
    broadcasts=False,
    summary="The gradient where self is within the bounds, 0 elsewhere.",
    page="activation/hardtanh_grad/docs/aclnnHardtanhBackward",
    families=(*MAIN, "310P", "310B", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, min: Array, max: Array) -> Array:
    return np.where((self < min) | (self > max), 0, gradOutput)
