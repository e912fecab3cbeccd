"""aclnnMul, aclnnInplaceMul, aclnnMuls and aclnnInplaceMuls."""

from __future__ import annotations

from typing import Any

from aclnn.declare import MAIN
from aclnn.dtypes import BF16
from aclnn.lazy import Array
from aclnn.promotion import ALL, promoted
from aclnn.shared.elementwise import binary

op = binary(
    "Mul",
    ALL,
    summary="The product of self and other.",
    page="math/mul/docs/aclnnMul&aclnnInplaceMul",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceMul", inplace="self")
_BY_NUMBER: dict[str, Any] = {
    "scalars": ("other",),
    "page": "math/muls/docs/aclnnMuls&aclnnInplaceMuls",
    "computes": promoted("self", "other", exact=(BF16,)),  # the source takes the number as FLOAT there
}
op.form("Muls", **_BY_NUMBER)
op.form("InplaceMuls", inplace="self", **_BY_NUMBER)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return self * other
