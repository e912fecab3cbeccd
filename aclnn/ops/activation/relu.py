"""aclnnRelu and aclnnInplaceRelu."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Relu",
    (FLOAT, FLOAT16, BF16, INT8, INT32, INT64),
    const=True,
    summary="Each element where it is positive, else 0.",
    page="activation/relu/docs/aclnnRelu&aclnnInplaceRelu",
    families=(*MAIN, "910"),
)
op.form("InplaceRelu", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.maximum(self, 0)
