"""aclnnRemainderTensorTensor and its other forms."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import INT8, INT16, INT32, INT64, UINT8
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared.division import remainder
from aclnn.shared.elementwise import binary

op = binary(
    "RemainderTensorTensor",
    (*FLOATING, INT32, INT64, INT16, INT8, UINT8),
    summary="The remainder of the division, with the sign of other; self where an integer is divided by 0.",
    page="math/floor_mod/docs/aclnnRemainderTensorTensor&aclnnInplaceRemainderTensorTensor",
    families=(*MAIN, "310P", "910"),
    header="aclnn_remainder.h",
)
op.form("InplaceRemainderTensorTensor", inplace="self")
op.form(
    "RemainderTensorScalar",
    scalars=("other",),
    page="math/floor_mod/docs/aclnnRemainderTensorScalar&aclnnInplaceRemainderTensorScalar",
    families=(*MAIN, "910"),
)
op.form(
    "InplaceRemainderTensorScalar",
    inplace="self",
    scalars=("other",),
    page="math/floor_mod/docs/aclnnRemainderTensorScalar&aclnnInplaceRemainderTensorScalar",
    families=(*MAIN, "910"),
)
op.form(
    "RemainderScalarTensor",
    scalars=("self",),
    page="math/floor_mod/docs/aclnnRemainderScalarTensor",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return remainder(self, other)
