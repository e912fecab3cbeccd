"""aclnnBitwiseAndTensor and its other forms."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, INTEGERS, UNSIGNED
from aclnn.shared.elementwise import binary

op = binary(
    "BitwiseAndTensor",
    (*INTEGERS, UINT16, BOOL),
    (*INTEGERS, *UNSIGNED, BOOL, *FLOATING),
    summary="The and of the bits of two elements, or of their truth.",
    page="math/bitwise_and/docs/aclnnBitwiseAndTensor",
    families=(*MAIN, "310P", "910"),
)
op.form(
    "InplaceBitwiseAndTensor",
    inplace="self",
    const=True,
    page="math/bitwise_and/docs/aclnnInplaceBitwiseAndTensor",
    families=(*MAIN, "910"),
)
op.form(
    "BitwiseAndScalar",
    scalars=("other",),
    page="math/bitwise_and/docs/aclnnBitwiseAndScalar",
    header="aclnn_bitwise_and_scalar.h",
)
op.form(
    "InplaceBitwiseAndScalar",
    inplace="self",
    const=True,
    scalars=("other",),
    page="math/bitwise_and/docs/aclnnInplaceBitwiseAndScalar",
    families=(*MAIN, "910"),
    header="aclnn_bitwise_and_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return self & other
