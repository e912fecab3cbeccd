"""aclnnPowScalarTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out, Scalar
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, NUMBERS, UNSIGNED, promoted
from aclnn.shapes import shape_of
from aclnn.shared.division import integer_power

op = Operator(
    "PowScalarTensor",
    Scalar("self"),
    In("exponent", (*NUMBERS, *COMPLEX)),
    Out("out", (*NUMBERS, *UNSIGNED, *COMPLEX), shape=shape_of("exponent"), const=True),
    summary="A number to the power of each element.",
    page="math/pow/docs/aclnnPowScalarTensor",
    families=(*MAIN, "310P", "310B", "910"),
    header="aclnn_pow.h",
    computes=promoted("self", "exponent"),
)


@op.kernel
def kernel(self: Array, exponent: Array) -> Array:
    return integer_power(self, exponent) if exponent.dtype.kind in "iu" else np.power(self, exponent)
