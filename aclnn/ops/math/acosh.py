"""aclnnAcosh and aclnnInplaceAcosh."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Acosh",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The inverse hyperbolic cosine of each element.",
    page="math/acosh/docs/aclnnAcosh&aclnnInplaceAcosh",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceAcosh", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.arccosh(self)
