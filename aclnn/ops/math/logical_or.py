"""aclnnLogicalOr and aclnnInplaceLogicalOr."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.elementwise import comparison

op = comparison(
    "LogicalOr",
    ALL,
    ALL,
    summary="Whether an element is not zero.",
    page="math/logical_or/docs/aclnnLogicalOr&aclnnInplaceLogicalOr",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceLogicalOr", inplace="self")


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.logical_or(self, other)
