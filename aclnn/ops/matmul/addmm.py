"""aclnnAddmm and aclnnInplaceAddmm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out, Scalar
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, addend_limit, cube_limits, cube_math, product, product_shape, scaled_sum

_PRODUCT = product_shape("mat1", "mat2")

op = Operator(
    "Addmm",
    In("self", TYPES),
    In("mat1", TYPES),
    In("mat2", TYPES),
    Scalar("beta"),
    Scalar("alpha"),
    Out("out", TYPES, shape=_PRODUCT),
    cube_math(),
    summary="beta times self plus alpha times the product of two matrices.",
    page="matmul/mat_mul_v3/docs/aclnnAddmm&aclnnInplaceAddmm",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "mat1", "mat2"),
    gives=FLOAT,
    limits=(
        *cube_limits("mat1", "mat2"),
        rank_limit("mat1", 2, 2),
        rank_limit("mat2", 2, 2),
        addend_limit("self", _PRODUCT),
    ),
)
op.form("InplaceAddmm", inplace="self", const=True)


@op.kernel
def kernel(self: Array, mat1: Array, mat2: Array, beta: Array, alpha: Array, call: Arguments) -> Array:
    return scaled_sum(beta, self, alpha, product(call, mat1, mat2))
