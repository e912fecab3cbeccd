"""aclnnSin and aclnnInplaceSin."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Sin",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The sine of each element.",
    page="math/sin/docs/aclnnSin&aclnnInplaceSin",
    families=(*MAIN, "310P", "310B", "910"),
)
op.form("InplaceSin", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.sin(self)
