"""aclnnLogSigmoidForward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of

op = Operator(
    "LogSigmoidForward",
    In("self", FLOATS),
    Out("out", like="self", shape=shape_of("self")),
    Out("buffer", FLOATS),
    summary="The logarithm of the logistic function of each element; the buffer is left alone.",
    page="activation/log_sigmoid/docs/aclnnLogSigmoidForward",
    header="aclnn_logsigmoid.h",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array) -> tuple[Array, None]:
    return np.minimum(self, 0) - np.log1p(np.exp(-np.abs(self))), None
