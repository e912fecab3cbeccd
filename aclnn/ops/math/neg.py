"""aclnnNeg and aclnnInplaceNeg."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import INT8, INT32, INT64
from aclnn.lazy import Array
from aclnn.promotion import COMPLEX, FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Neg",
    (*FLOATING, INT8, INT32, INT64, *COMPLEX),
    (*FLOATING, INT8, INT32, INT64, *COMPLEX),
    summary="Each element with the other sign.",
    page="math/neg/docs/aclnnNeg&aclnnInplaceNeg",
    families=(*MAIN, "310B", "910"),
)
op.form("InplaceNeg", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return -self
