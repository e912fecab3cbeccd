"""aclnnErf and aclnnInplaceErf."""

from __future__ import annotations

from aclnn import special
from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT, INT64
from aclnn.elementwise import unary
from aclnn.lazy import Array
from aclnn.promotion import FLOATING

op = unary(
    "Erf",
    (*FLOATING, INT64, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="The error function of each element.",
    page="math/erf/docs/aclnnErf&aclnnInplaceErf",
    families=(*MAIN, "910"),
)
op.form("InplaceErf", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return special.erf(self)
