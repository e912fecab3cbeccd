"""aclnnLogSoftmax."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit

op = Operator(
    "LogSoftmax",
    In("self", FLOATING),
    Attribute("dim", "int64_t"),
    Out("out", FLOATING, shape=shape_of("self")),
    summary="The logarithm of the softmax along a dimension, without forming the softmax.",
    page="activation/log_softmax_v2/docs/aclnnLogSoftmax",
    header="aclnn_logsoftmax.h",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self"),
    is_empty=lambda a: a.self.size == 0,
    limits=(axis_limit(),),
)


@op.kernel
def kernel(self: Array, dim: int) -> Array:
    values = np.atleast_1d(self)
    shifted = values - np.max(values, axis=dim, keepdims=True)
    return (shifted - np.log(np.sum(np.exp(shifted), axis=dim, keepdims=True))).reshape(self.shape)
