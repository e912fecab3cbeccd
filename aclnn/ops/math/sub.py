"""aclnnSub, aclnnInplaceSub, aclnnSubs and aclnnInplaceSubs."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.lazy import Array
from aclnn.promotion import ALL
from aclnn.shared.elementwise import binary

op = binary(
    "Sub",
    ALL,
    (),
    Scalar("alpha"),
    summary="The difference of self and alpha times other.",
    page="math/sub/docs/aclnnSub&aclnnInplaceSub",
    families=(*MAIN, "310B", "910"),
)
op.form("InplaceSub", inplace="self")
op.form("Subs", scalars=("other",), page="math/sub/docs/aclnnSubs&aclnnInplaceSubs", families=(*MAIN, "310P", "910"))
op.form(
    "InplaceSubs",
    inplace="self",
    scalars=("other",),
    page="math/sub/docs/aclnnSubs&aclnnInplaceSubs",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, other: Array, alpha: Array) -> Array:
    if self.dtype == bool:  # the device subtracts the bytes
        return self ^ (other & alpha)
    return self - alpha * other
