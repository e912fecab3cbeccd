"""aclnnCosh and aclnnInplaceCosh."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Cosh",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The hyperbolic cosine of each element.",
    page="math/cosh/docs/aclnnCosh&aclnnInplaceCosh",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceCosh", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.cosh(self)
