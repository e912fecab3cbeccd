"""aclnnLogicalXor."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.elementwise import comparison

op = comparison(
    "LogicalXor",
    ALL,
    ALL,
    summary="Whether one of two elements is not zero.",
    page="math/not_equal/docs/aclnnLogicalXor",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.logical_xor(self, other)
