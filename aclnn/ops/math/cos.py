"""aclnnCos and aclnnInplaceCos."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Cos",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    field="input",
    integers=FLOAT,
    summary="The cosine of each element.",
    page="math/cos/docs/aclnnCos&aclnnInplaceCos",
    families=("A2", "A3", "310P", "310B", "910"),
)
op.form("InplaceCos", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return np.cos(input)
