"""aclnnAtan2 and aclnnInplaceAtan2."""

from __future__ import annotations

from aclnn.declare import MAIN, In
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, FLOATING
from aclnn.shared.elementwise import binary

op = binary(
    "Atan2",
    BASIC,
    FLOATING,
    integers=FLOAT,
    summary="The angle of the point (other, self), in radians.",
    page="math/atan2/docs/aclnnAtan2&aclnnInplaceAtan2",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceAtan2", inplace="self", changed=(In("other", BASIC, const=False),))


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.arctan2(self, other)
