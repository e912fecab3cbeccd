"""aclnnAtan and aclnnInplaceAtan."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Atan",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    field="input",
    integers=FLOAT,
    summary="The arc tangent of each element.",
    page="math/atan/docs/aclnnAtan&aclnnInplaceAtan",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceAtan", inplace="input")


@op.kernel
def kernel(input: Array) -> Array:
    return np.arctan(input)
