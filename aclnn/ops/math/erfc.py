"""aclnnErfc and aclnnInplaceErfc."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT, INT64
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared import special
from aclnn.shared.elementwise import unary

op = unary(
    "Erfc",
    (*FLOATING, INT64, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="One minus the error function of each element.",
    page="math/erfc/docs/aclnnErfc&aclnnInplaceErfc",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceErfc", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return special.erfc(self)
