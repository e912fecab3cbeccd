"""aclnnMinimum."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.elementwise import binary

op = binary(
    "Minimum",
    BASIC,
    summary="The smaller of two elements, NaN where one is.",
    page="math/minimum/docs/aclnnMinimum",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.minimum(self, other)
