"""aclnnSwishBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "SwishBackward",
    FLOATS,
    Scalar("betaOptional", required=False),
    alike=True,
    broadcasts=False,
    summary="The gradient of aclnnSwish.",
    page="activation/swish_grad/docs/aclnnSwishBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, betaOptional: Array | None) -> Array:
    scaled = self * np.float32(1 if betaOptional is None else betaOptional)
    sigmoid = 1 / (1 + np.exp(-scaled))
    return gradOutput * sigmoid * (1 + scaled * (1 - sigmoid))
