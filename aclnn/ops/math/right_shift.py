"""aclnnRightShift."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shared.elementwise import binary

op = binary(
    "RightShift",
    INTEGERS,
    fields=("input", "shiftBits"),
    summary="The bits of each element shifted to the right, with the sign.",
    page="math/right_shift/docs/aclnnRightShift",
    families=MAIN,
)


@op.kernel
def kernel(input: Array, shiftBits: Array) -> Array:
    return np.right_shift(input, shiftBits)
