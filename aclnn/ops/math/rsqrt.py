"""aclnnRsqrt and aclnnInplaceRsqrt."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Rsqrt",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="One divided by the square root of each element.",
    page="math/rsqrt/docs/aclnnRsqrt&aclnnInplaceRsqrt",
    families=(*MAIN, "310P", "310B", "910"),
)
op.form("InplaceRsqrt", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return 1 / np.sqrt(self)
