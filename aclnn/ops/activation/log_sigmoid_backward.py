"""aclnnLogSigmoidBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape

op = Operator(
    "LogSigmoidBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    In("buffer", FLOATS),
    Out("gradInput", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnLogSigmoid; the buffer does not matter.",
    page="activation/logsigmoid_grad/docs/aclnnLogSigmoidBackward",
    header="aclnn_logsigmoid_backward.h",
    families=(*MAIN, "310P", "910"),
    limits=(same_shape("gradOutput", "self"),),
)


@op.kernel
def kernel(gradOutput: Array, self: Array) -> Array:
    return gradOutput / (1 + np.exp(self))
