"""aclnnLogit."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of

op = Operator(
    "Logit",
    In("input", (FLOAT, FLOAT16, BF16)),
    Attribute("eps", "double"),
    Out("out", like="input", shape=shape_of("input"), const=True),
    summary="The logarithm of the odds of each element, kept eps away from 0 and 1 unless eps is negative.",
    page="loss/logit/docs/aclnnLogit",
    families=MAIN,
)


@op.kernel
def kernel(input: Array, eps: float) -> Array:
    values = input if eps < 0 else np.clip(input, np.float32(eps), np.float32(1) - np.float32(eps))
    return np.log(values / (1 - values))
