"""aclnnFastGeluBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.ops.activation.fast_gelu import SLOPE
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape

op = Operator(
    "FastGeluBackward",
    In("gradOutput", FLOATS),
    In("self", like="gradOutput"),
    Out("gradInput", like="gradOutput", shape=shape_of("self")),
    summary="The gradient of aclnnFastGelu.",
    page="activation/fast_gelu_grad/docs/aclnnFastGeluBackward",
    families=MAIN,
    limits=(same_shape("gradOutput", "self"),),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    logistic = 1 / (1 + np.exp(np.float32(-SLOPE) * self))
    return gradOutput * ((1 - logistic) * np.float32(SLOPE) * self + 1) * logistic
