"""aclnnLogSigmoid."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "LogSigmoid",
    FLOATS,
    summary="The logarithm of the logistic function of each element.",
    page="activation/log_sigmoid/docs/aclnnLogSigmoid",
    header="aclnn_logsigmoid.h",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.minimum(self, 0) - np.log1p(np.exp(-np.abs(self)))
