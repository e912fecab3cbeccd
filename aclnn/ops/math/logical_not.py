"""aclnnLogicalNot and aclnnInplaceLogicalNot."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "LogicalNot",
    (BOOL, *INTEGERS, *FLOATING),
    (BOOL, *INTEGERS, *FLOATING),
    gives=BOOL,
    summary="Whether each element is zero.",
    page="math/logical_not/docs/aclnnLogicalNot&aclnnInplaceLogicalNot",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceLogicalNot", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.logical_not(self)
