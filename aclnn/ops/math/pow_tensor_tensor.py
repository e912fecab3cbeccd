"""aclnnPowTensorTensor and aclnnInplacePowTensorTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Invalid
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shared.division import integer_power
from aclnn.shared.elementwise import binary

op = binary(
    "PowTensorTensor",
    ALL,
    (*ALL, *UNSIGNED),
    fields=("self", "exponent"),
    summary="self to the power of exponent.",
    page="math/pow/docs/aclnnPowTensorTensor&aclnnInplacePowTensorTensor",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(Invalid("exponent", "must not be BOOL as self is", lambda a: a.compute != BOOL),),
)
op.form("InplacePowTensorTensor", inplace="self", const=True, ref="self")


@op.kernel
def kernel(self: Array, exponent: Array) -> Array:
    if self.dtype.kind in "iu":
        return integer_power(self, exponent)
    return np.power(self, exponent)
