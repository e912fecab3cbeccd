"""aclnnTrunc and aclnnInplaceTrunc."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.shared.elementwise import unary

op = unary(
    "Trunc",
    (FLOAT, FLOAT16, BF16),
    summary="The whole part of each element.",
    page="math/trunc/docs/aclnnTrunc&aclnnInplaceTrunc",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceTrunc", inplace="self")


@op.kernel
def kernel(self: Array) -> Array:
    return np.trunc(self)
