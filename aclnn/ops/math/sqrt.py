"""aclnnSqrt and aclnnInplaceSqrt."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Sqrt",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The square root of each element.",
    page="math/sqrt/docs/aclnnSqrt&aclnnInplaceSqrt",
    families=(*MAIN, "910"),
)
op.form("InplaceSqrt", inplace="self", ref="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.sqrt(self)
