"""aclnnSoftplusBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.gradients import gradient

op = gradient(
    "SoftplusBackward",
    FLOATING,
    Scalar("beta"),
    Scalar("threshold"),
    summary="The gradient of aclnnSoftplus.",
    page="activation/softplus_v2_grad/docs/aclnnSoftplusBackward",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, beta: Array, threshold: Array) -> Array:
    scaled = self * beta
    return gradOutput * np.where(scaled > threshold, 1, 1 / (1 + np.exp(-scaled)))
