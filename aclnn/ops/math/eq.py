"""aclnnEqTensor, aclnnInplaceEqTensor, aclnnEqScalar and aclnnInplaceEqScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.elementwise import comparison

op = comparison(
    "EqTensor",
    ALL,
    ALL,
    summary="Whether self equals other.",
    page="math/equal/docs/aclnnEqTensor&aclnnInplaceEqTensor",
    families=(*MAIN, "910"),
)
op.form("InplaceEqTensor", inplace="self", const=True)
op.form(
    "EqScalar",
    scalars=("other",),
    page="math/equal/docs/aclnnEqScalar&aclnnInplaceEqScalar",
    header="aclnn_eq_scalar.h",
)
op.form(
    "InplaceEqScalar",
    inplace="self",
    const=True,
    scalars=("other",),
    page="math/equal/docs/aclnnEqScalar&aclnnInplaceEqScalar",
    header="aclnn_eq_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.equal(self, other)
