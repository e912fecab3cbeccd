"""aclnnErf and aclnnInplaceErf."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT, INT64
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared import special
from aclnn.shared.elementwise import unary

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
