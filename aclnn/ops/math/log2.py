"""aclnnLog2 and aclnnInplaceLog2."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Log2",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    const=True,
    integers=FLOAT,
    summary="The logarithm to base 2 of each element.",
    page="math/log/docs/aclnnLog2&aclnnInplaceLog2",
    families=MAIN,
)
op.form("InplaceLog2", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return np.log2(self)
