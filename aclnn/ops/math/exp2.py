"""aclnnExp2 and aclnnInplaceExp2."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Exp2",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="Two to the power of each element.",
    page="math/pow/docs/aclnnExp2&aclnnInplaceExp2",
    families=(*MAIN, "310B", "910"),
)
op.form("InplaceExp2", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.exp2(self)
