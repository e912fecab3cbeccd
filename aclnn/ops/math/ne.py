"""aclnnNeTensor, aclnnInplaceNeTensor, aclnnNeScalar and aclnnInplaceNeScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.elementwise import comparison

op = comparison(
    "NeTensor",
    ALL,
    ALL,
    summary="Whether self differs from other.",
    page="math/not_equal/docs/aclnnNeTensor&aclnnInplaceNeTensor",
    families=(*MAIN, "910"),
)
op.form("InplaceNeTensor", inplace="self")
op.form(
    "NeScalar",
    scalars=("other",),
    page="math/not_equal/docs/aclnnNeScalar&aclnnInplaceNeScalar",
    header="aclnn_ne_scalar.h",
)
op.form(
    "InplaceNeScalar",
    inplace="self",
    scalars=("other",),
    page="math/not_equal/docs/aclnnNeScalar&aclnnInplaceNeScalar",
    header="aclnn_ne_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.not_equal(self, other)
