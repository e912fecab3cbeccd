"""aclnnExp and aclnnInplaceExp."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Exp",
    (*FLOATING, INT64, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The exponential of each element.",
    page="math/exp/docs/aclnnExp&aclnnInplaceExp",
    families=MAIN,
)
op.form("InplaceExp", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.exp(self)
