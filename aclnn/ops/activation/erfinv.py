"""aclnnErfinv and aclnnInplaceErfinv."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import INTEGERS
from aclnn.shared import special
from aclnn.shared.elementwise import unary

op = unary(
    "Erfinv",
    (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL),
    (FLOAT, FLOAT16, BF16),
    integers=FLOAT,
    summary="The inverse of the error function at each element.",
    page="activation/erfinv/docs/aclnnErfinv&aclnnInplaceErfinv",
    families=(*MAIN, "910"),
)
op.form("InplaceErfinv", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return special.erfinv(self)
