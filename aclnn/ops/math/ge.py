"""aclnnGeTensor, aclnnInplaceGeTensor, aclnnGeScalar and aclnnInplaceGeScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, BASIC
from aclnn.shared.elementwise import comparison

op = comparison(
    "GeTensor",
    BASIC,
    ALL,
    summary="Whether self is at least other.",
    page="math/greater_equal/docs/aclnnGeTensor&aclnnInplaceGeTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceGeTensor", inplace="self")
op.form(
    "GeScalar",
    scalars=("other",),
    page="math/greater_equal/docs/aclnnGeScalar&aclnnInplaceGeScalar",
    header="aclnn_ge_scalar.h",
)
op.form(
    "InplaceGeScalar",
    inplace="self",
    scalars=("other",),
    page="math/greater_equal/docs/aclnnGeScalar&aclnnInplaceGeScalar",
    header="aclnn_ge_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.greater_equal(self, other)
