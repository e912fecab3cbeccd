"""aclnnAddmv."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out, Scalar
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, addend_limit, cube_limits, cube_math, product, product_shape, scaled_sum

_PRODUCT = product_shape("mat", "vec")

op = Operator(
    "Addmv",
    In("self", TYPES),
    In("mat", TYPES),
    In("vec", TYPES),
    Scalar("alpha"),
    Scalar("beta"),
    Out("out", TYPES, shape=_PRODUCT),
    cube_math(),
    summary="beta times self plus alpha times the product of a matrix and a vector.",
    page="matmul/addmv/docs/aclnnAddmv",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "mat", "vec"),
    gives=FLOAT,
    limits=(
        *cube_limits("mat", "vec"),
        rank_limit("mat", 2, 2),
        rank_limit("vec", 1, 1),
        addend_limit("self", _PRODUCT),
    ),
)


@op.kernel
def kernel(self: Array, mat: Array, vec: Array, beta: Array, alpha: Array, call: Arguments) -> Array:
    return scaled_sum(beta, self, alpha, product(call, mat, vec))
