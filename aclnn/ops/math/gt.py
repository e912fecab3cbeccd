"""aclnnGtTensor, aclnnInplaceGtTensor, aclnnGtScalar and aclnnInplaceGtScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, BASIC
from aclnn.shared.elementwise import comparison

op = comparison(
    "GtTensor",
    BASIC,
    ALL,
    summary="Whether self is greater than other.",
    page="math/greater/docs/aclnnGtTensor&aclnnInplaceGtTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceGtTensor", inplace="self", const=True)
op.form(
    "GtScalar",
    scalars=("other",),
    page="math/greater/docs/aclnnGtScalar&aclnnInplaceGtScalar",
    header="aclnn_gt_scalar.h",
)
op.form(
    "InplaceGtScalar",
    inplace="self",
    scalars=("other",),
    page="math/greater/docs/aclnnGtScalar&aclnnInplaceGtScalar",
    header="aclnn_gt_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.greater(self, other)
