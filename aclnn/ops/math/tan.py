"""aclnnTan and aclnnInplaceTan."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Tan",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The tangent of each element.",
    page="math/tan/docs/aclnnTan&aclnnInplaceTan",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceTan", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return np.tan(self)
