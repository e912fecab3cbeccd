"""aclnnLeftShift."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shared.elementwise import binary

op = binary(
    "LeftShift",
    INTEGERS,
    fields=("self", "shiftBits"),
    summary="The bits of each element shifted to the left.",
    page="math/left_shift/docs/aclnnLeftShift",
    families=MAIN,
)


@op.kernel
def kernel(self: Array, shiftBits: Array) -> Array:
    return np.left_shift(self, shiftBits)
