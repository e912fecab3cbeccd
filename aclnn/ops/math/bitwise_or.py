"""aclnnBitwiseOrTensor and its other forms."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, INTEGERS, UNSIGNED
from aclnn.shared.elementwise import binary

op = binary(
    "BitwiseOrTensor",
    (*INTEGERS, UINT16, BOOL),
    (*INTEGERS, *UNSIGNED, BOOL, *FLOATING),
    summary="The or of the bits of two elements, or of their truth.",
    page="math/bitwise_or/docs/aclnnBitwiseOrTensor&aclnnInplaceBitwiseOrTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceBitwiseOrTensor", inplace="self")
op.form(
    "BitwiseOrScalar",
    scalars=("other",),
    page="math/bitwise_or/docs/aclnnBitwiseOrScalar&aclnnInplaceBitwiseOrScalar",
    header="aclnn_bitwise_or_scalar.h",
)
op.form(
    "InplaceBitwiseOrScalar",
    inplace="self",
    scalars=("other",),
    page="math/bitwise_or/docs/aclnnBitwiseOrScalar&aclnnInplaceBitwiseOrScalar",
    header="aclnn_bitwise_or_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return self | other
