"""aclnnReciprocal and aclnnInplaceReciprocal."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Reciprocal",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="One divided by each element.",
    page="math/reciprocal/docs/aclnnReciprocal&aclnnInplaceReciprocal",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceReciprocal", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return 1 / self
