"""aclnnLog10 and aclnnInplaceLog10."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Log10",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The logarithm to base 10 of each element.",
    page="math/log/docs/aclnnLog10&aclnnInplaceLog10",
    families=MAIN,
)
op.form("InplaceLog10", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.log10(self)
