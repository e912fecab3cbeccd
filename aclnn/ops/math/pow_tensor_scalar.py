"""aclnnPowTensorScalar and aclnnInplacePowTensorScalar."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out, Scalar
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, INTEGERS, UNSIGNED, promoted
from aclnn.shapes import shape_of
from aclnn.shared.division import integer_power

op = Operator(
    "PowTensorScalar",
    In("self", ALL),
    Scalar("exponent"),
    Out("out", (*ALL, *UNSIGNED), shape=shape_of("self"), const=True),
    summary="Each element to the power of a number.",
    page="math/pow/docs/aclnnPowTensorScalar&aclnnInplacePowTensorScalar",
    families=(*MAIN, "310P", "310B", "910"),
    header="aclnn_pow.h",
    computes=promoted("self", "exponent"),
    limits=(
        Invalid("exponent", "must not be BOOL as self is", lambda a: a.compute != BOOL),
        Invalid(
            "exponent",
            "must not be negative when integers are computed",
            lambda a: a.compute not in INTEGERS or a.exponent.value >= 0,
        ),
    ),
)
op.form("InplacePowTensorScalar", inplace="self", const=True, ref="self")


@op.kernel
def kernel(self: Array, exponent: Array) -> Array:
    return integer_power(self, exponent) if self.dtype.kind in "iu" else np.power(self, exponent)
