"""aclnnHardsigmoidBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.gradients import gradient

op = gradient(
    "HardsigmoidBackward",
    FLOATS,
    result="out",
    broadcasts=False,
    summary="A sixth of the gradient where self is within -3 and 3, 0 elsewhere.",
    page="activation/hard_sigmoid_grad/docs/aclnnHardsigmoidBackward",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    return np.where((self > -3) & (self < 3), gradOutput / 6, 0)
