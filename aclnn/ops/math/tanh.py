"""aclnnTanh and aclnnInplaceTanh."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shared.elementwise import unary

op = unary(
    "Tanh",
    (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL),
    (FLOAT, FLOAT16, BF16),
    integers=FLOAT,
    summary="The hyperbolic tangent of each element.",
    page="math/tanh/docs/aclnnTanh&aclnnInplaceTanh",
    families=(*MAIN, "910"),
)
op.form("InplaceTanh", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.tanh(self)
