"""aclnnFloor and aclnnInplaceFloor."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS, UNSIGNED
from aclnn.shared.elementwise import unary

op = unary(
    "Floor",
    (*FLOATING, *INTEGERS, *UNSIGNED),
    summary="Each element rounded down to a whole number.",
    page="math/floor/docs/aclnnFloor&aclnnInplaceFloor",
    families=(*MAIN, "910"),
)
op.form("InplaceFloor", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.floor(self)
