"""aclnnAsinh and aclnnInplaceAsinh."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Asinh",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    field="input",
    integers=FLOAT,
    summary="The inverse hyperbolic sine of each element.",
    page="math/asinh/docs/aclnnAsinh&aclnnInplaceAsinh",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceAsinh", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return np.arcsinh(input)
