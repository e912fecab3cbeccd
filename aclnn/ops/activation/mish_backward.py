"""aclnnMishBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "MishBackward",
    FLOATS,
    summary="The gradient of aclnnMish.",
    page="activation/mish_grad/docs/aclnnMishBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    tanh = np.tanh(np.logaddexp(np.float32(0), self))
    return gradOutput * (tanh + self * (1 - tanh * tanh) / (1 + np.exp(-self)))
