"""aclnnFmodTensor, aclnnInplaceFmodTensor, aclnnFmodScalar and aclnnInplaceFmodScalar."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import INT8, INT32, INT64, UINT8
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared.division import fmod
from aclnn.shared.elementwise import binary

op = binary(
    "FmodTensor",
    (*FLOATING, INT32, INT64, INT8, UINT8),
    summary="The remainder of the division, with the sign of self.",
    page="math/mod/docs/aclnnFmodTensor&aclnnInplaceFmodTensor",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceFmodTensor", inplace="self")
op.form(
    "FmodScalar",
    scalars=("other",),
    page="math/mod/docs/aclnnFmodScalar&aclnnInplaceFmodScalar",
    families=(*MAIN, "910"),
    header="aclnn_fmod_scalar.h",
)
op.form(
    "InplaceFmodScalar",
    inplace="self",
    scalars=("other",),
    page="math/mod/docs/aclnnFmodScalar&aclnnInplaceFmodScalar",
    families=(*MAIN, "910"),
    header="aclnn_fmod_scalar.h",
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return fmod(self, other)
