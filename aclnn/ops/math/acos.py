"""aclnnAcos and aclnnInplaceAcos."""

from __future__ import annotations

from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Acos",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    field="input",
    integers=FLOAT,
    summary="The arc cosine of each element.",
    page="math/acos/docs/aclnnAcos&aclnnInplaceAcos",
    families=("A2", "A3", "310P", "910"),
)
op.form("InplaceAcos", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return np.arccos(input)
