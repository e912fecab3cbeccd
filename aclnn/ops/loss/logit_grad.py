"""aclnnLogitGrad."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.limits import same_shape

op = Operator(
    "LogitGrad",
    In("x", (FLOAT, FLOAT16, BF16)),
    In("dy", like="x"),
    Attribute("eps", "double"),
    Out("out", like="x", shape=shape_of("x"), const=True),
    summary="The gradient of the logarithm of the odds.",
    page="loss/logit_grad/docs/aclnnLogitGrad",
    families=MAIN,
    limits=(same_shape("dy", "x"),),
)


@op.kernel
def kernel(x: Array, dy: Array, eps: float) -> Array:
    slope = dy / (x * (1 - x))
    if eps < 0:
        return np.where((x < 0) | (x > 1), np.nan, slope)
    return np.where((x < np.float32(eps)) | (x > np.float32(1) - np.float32(eps)), 0, slope)
