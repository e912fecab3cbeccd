"""aclnnLogicalAnd and aclnnInplaceLogicalAnd."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.elementwise import comparison

op = comparison(
    "LogicalAnd",
    ALL,
    ALL,
    summary="Whether both elements are not zero.",
    page="math/logical_and/docs/aclnnLogicalAnd&aclnnInplaceLogicalAnd",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceLogicalAnd", inplace="self")


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.logical_and(self, other)
