"""aclnnSigmoid and aclnnInplaceSigmoid."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Sigmoid",
    (FLOAT, FLOAT16, BF16),
    summary="The logistic function of each element.",
    page="activation/sigmoid/docs/aclnnSigmoid&aclnnInplaceSigmoid",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceSigmoid", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return 1 / (1 + np.exp(-self))
