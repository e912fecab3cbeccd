"""aclnnExpm1 and aclnnInplaceExpm1."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Expm1",
    (*FLOATING, INT64, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="The exponential of each element minus one.",
    page="math/expm1/docs/aclnnExpm1&aclnnInplaceExpm1",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceExpm1", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.expm1(self)
