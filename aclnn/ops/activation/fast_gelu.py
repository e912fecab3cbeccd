"""aclnnFastGelu and aclnnFastGeluBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary
from aclnn.shared.gradients import gradient

op = unary(
    "FastGelu",
    FLOATS,
    summary="x over 1 + exp(-1.702 x), which is near GELU.",
    page="activation/fast_gelu/docs/aclnnFastGelu",
    families=MAIN,
)
backward = gradient(
    "FastGeluBackward",
    FLOATS,
    alike=True,
    broadcasts=False,
    summary="The gradient of aclnnFastGelu.",
    page="activation/fast_gelu_grad/docs/aclnnFastGeluBackward",
    families=MAIN,
)


def _share(values: Array) -> Array:
    return 1 / (1 + np.exp(np.float32(-1.702) * values))


@op.kernel
def kernel(self: Array) -> Array:
    return self * _share(self)


@backward.kernel
def kernel_backward(gradOutput: Array, self: Array) -> Array:
    share = _share(self)
    return gradOutput * ((share - 1) * np.float32(-1.702) * self + 1) * share
