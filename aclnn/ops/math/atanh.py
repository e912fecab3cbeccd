"""aclnnAtanh and aclnnInplaceAtanh."""

from __future__ import annotations

from aclnn.dtypes import BOOL, COMPLEX64, COMPLEX128, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Atanh",
    (*FLOATING, *INTEGERS, BOOL, COMPLEX64, COMPLEX128),
    (*FLOATING, *COMPLEX),
    field="input",
    integers=FLOAT,
    summary="The inverse hyperbolic tangent of each element.",
    page="math/atanh/docs/aclnnAtanh&aclnnInplaceAtanh",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceAtanh", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return np.arctanh(input)
