"""aclnnSoftmaxBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit
from aclnn.shared.limits import same_shape

op = Operator(
    "SoftmaxBackward",
    In("gradOutput", FLOATS),
    In("output", like="gradOutput"),
    Attribute("dim", "int64_t"),
    Out("out", FLOATS, shape=shape_of("gradOutput")),
    summary="The gradient of aclnnSoftmax, from its result.",
    page="activation/softmax_grad/docs/aclnnSoftmaxBackward",
    families=(*MAIN, "310P", "910"),
    computes=promoted("gradOutput"),
    limits=(axis_limit("dim", "gradOutput"), same_shape("output", "gradOutput")),
)


@op.kernel
def kernel(gradOutput: Array, output: Array, dim: int) -> Array:
    if not output.ndim:
        return gradOutput * 0
    return (gradOutput - np.sum(gradOutput * output, axis=dim, keepdims=True)) * output
