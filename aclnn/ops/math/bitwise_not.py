"""aclnnBitwiseNot."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array
from aclnn.promotion import INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "BitwiseNot",
    (*INTEGERS, BOOL),
    summary="The complement of each element: of its bits, or its truth.",
    page="math/bitwise_not/docs/aclnnBitwiseNot",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return ~self
