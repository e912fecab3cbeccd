"""aclnnLeTensor, aclnnInplaceLeTensor, aclnnLeScalar and aclnnInplaceLeScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, BASIC
from aclnn.shared.elementwise import comparison

op = comparison(
    "LeTensor",
    BASIC,
    ALL,
    summary="Whether self is at most other.",
    page="math/less_equal/docs/aclnnLeTensor&aclnnInplaceLeTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceLeTensor", inplace="self")
op.form(
    "LeScalar",
    scalars=("other",),
    page="math/less_equal/docs/aclnnLeScalar&aclnnInplaceLeScalar",
    header="aclnn_le_scalar.h",
)
op.form(
    "InplaceLeScalar",
    inplace="self",
    scalars=("other",),
    page="math/less_equal/docs/aclnnLeScalar&aclnnInplaceLeScalar",
    header="aclnn_le_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.less_equal(self, other)
