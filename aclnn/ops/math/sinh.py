"""aclnnSinh and aclnnInplaceSinh."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Sinh",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The hyperbolic sine of each element.",
    page="math/sinh/docs/aclnnSinh&aclnnInplaceSinh",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceSinh", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.sinh(self)
