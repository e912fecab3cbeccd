"""aclnnAbs."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Abs",
    (*FLOATING, *INTEGERS, BOOL, COMPLEX64),
    (*FLOATING, *INTEGERS, BOOL),
    summary="The absolute value of each element.",
    page="math/abs/docs/aclnnAbs",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.abs(self)
