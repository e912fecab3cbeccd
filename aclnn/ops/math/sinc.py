"""aclnnSinc and aclnnInplaceSinc."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, FLOAT
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Sinc",
    (*FLOATING, *INTEGERS, BOOL),
    FLOATING,
    integers=FLOAT,
    summary="sin(pi x) / (pi x) of each element, 1 at 0.",
    page="math/sinc/docs/aclnnSinc&aclnnInplaceSinc",
    families=(*MAIN, "910"),
)
op.form("InplaceSinc", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.sinc(self)
