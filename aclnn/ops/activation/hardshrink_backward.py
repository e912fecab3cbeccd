"""aclnnHardshrinkBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Scalar
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "HardshrinkBackward",
    FLOATS,
    Scalar("lambd"),
    alike=True,
    summary="The gradient where self is further than lambd from 0, 0 elsewhere; a negative lambd is 0.",
    page="activation/hard_shrink_grad/docs/aclnnHardshrinkBackward",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, lambd: Array) -> Array:
    width = np.maximum(lambd, 0)
    return np.where((self >= -width) & (self <= width), 0, gradOutput)
