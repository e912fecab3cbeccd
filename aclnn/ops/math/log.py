"""aclnnLog and aclnnInplaceLog."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Log",
    (*FLOATING, *INTEGERS, BOOL, *COMPLEX),
    (*FLOATING, *COMPLEX),
    integers=FLOAT,
    summary="The natural logarithm of each element.",
    page="math/log/docs/aclnnLog&aclnnInplaceLog",
    families=MAIN,
)
op.form("InplaceLog", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.log(self)
