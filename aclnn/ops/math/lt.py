"""aclnnLtTensor, aclnnInplaceLtTensor, aclnnLtScalar and aclnnInplaceLtScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, BASIC
from aclnn.shared.elementwise import comparison

op = comparison(
    "LtTensor",
    BASIC,
    ALL,
    summary="Whether self is less than other.",
    page="math/less/docs/aclnnLtTensor&aclnnInplaceLtTensor",
    families=(*MAIN, "310B", "910"),
)
op.form("InplaceLtTensor", inplace="self", const=True)
op.form(
    "LtScalar", scalars=("other",), page="math/less/docs/aclnnLtScalar&aclnnInplaceLtScalar", header="aclnn_lt_scalar.h"
)
op.form(
    "InplaceLtScalar",
    inplace="self",
    const=True,
    scalars=("other",),
    page="math/less/docs/aclnnLtScalar&aclnnInplaceLtScalar",
    header="aclnn_lt_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.less(self, other)
