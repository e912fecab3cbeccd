"""aclnnMaximum."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.elementwise import binary

op = binary(
    "Maximum",
    BASIC,
    summary="The greater of two elements, NaN where one is.",
    page="math/maximum/docs/aclnnMaximum",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.maximum(self, other)
