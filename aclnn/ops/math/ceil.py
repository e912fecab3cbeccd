"""aclnnCeil and aclnnInplaceCeil."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Ceil",
    FLOATING,
    summary="Each element rounded up to a whole number.",
    page="math/ceil/docs/aclnnCeil&aclnnInplaceCeil",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceCeil", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.ceil(self)
