"""aclnnSquare."""

from __future__ import annotations

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array
from aclnn.shared.elementwise import unary

op = unary(
    "Square",
    (FLOAT, FLOAT16, BF16, INT32, INT64),
    summary="The square of each element.",
    page="math/square/docs/aclnnSquare",
    families=("950",),
)


@op.kernel
def kernel(self: Array) -> Array:
    return self * self
