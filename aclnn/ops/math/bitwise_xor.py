"""aclnnBitwiseXorTensor and its other forms."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, INTEGERS, UNSIGNED
from aclnn.shared.elementwise import binary

op = binary(
    "BitwiseXorTensor",
    (*INTEGERS, UINT16, BOOL),
    (*INTEGERS, *UNSIGNED, BOOL, *FLOATING),
    summary="The exclusive or of the bits of two elements, or of their truth.",
    page="math/bitwise_xor/docs/aclnnBitwiseXorTensor&aclnnInplaceBitwiseXorTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceBitwiseXorTensor", inplace="self")
op.form(
    "BitwiseXorScalar",
    scalars=("other",),
    page="math/bitwise_xor/docs/aclnnBitwiseXorScalar&aclnnInplaceBitwiseXorScalar",
    header="aclnn_bitwise_xor_scalar.h",
)
op.form(
    "InplaceBitwiseXorScalar",
    inplace="self",
    scalars=("other",),
    page="math/bitwise_xor/docs/aclnnBitwiseXorScalar&aclnnInplaceBitwiseXorScalar",
    header="aclnn_bitwise_xor_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return self ^ other
