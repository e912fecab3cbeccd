"""aclnnLog1p and aclnnInplaceLog1p."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Log1p",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="The natural logarithm of one plus each element.",
    page="math/log1p/docs/aclnnLog1p&aclnnInplaceLog1p",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceLog1p", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.log1p(self)
