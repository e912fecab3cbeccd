"""aclnnAsin and aclnnInplaceAsin."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Asin",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="The arc sine of each element.",
    page="math/asin/docs/aclnnAsin&aclnnInplaceAsin",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceAsin", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.arcsin(self)
