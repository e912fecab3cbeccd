"""aclnnBaddbmm and aclnnInplaceBaddbmm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out, Scalar
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, addend_limit, cube_limits, cube_math, product, product_shape, scaled_sum

_PRODUCT = product_shape("batch1", "batch2")

op = Operator(
    "Baddbmm",
    In("self", TYPES),
    In("batch1", TYPES),
    In("batch2", TYPES),
    Scalar("beta"),
    Scalar("alpha"),
    Out("out", TYPES, shape=_PRODUCT),
    cube_math(),
    summary="beta times self plus alpha times the products of two batches of matrices.",
    page="matmul/batch_mat_mul_v3/docs/aclnnBaddbmm&aclnnInplaceBaddbmm",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "batch1", "batch2"),
    gives=FLOAT,
    limits=(
        *cube_limits("batch1", "batch2"),
        rank_limit("batch1", 3, 3),
        rank_limit("batch2", 3, 3),
        addend_limit("self", _PRODUCT),
    ),
)
op.form("InplaceBaddbmm", inplace="self", const=True)


@op.kernel
def kernel(self: Array, batch1: Array, batch2: Array, beta: Array, alpha: Array, call: Arguments) -> Array:
    return scaled_sum(beta, self, alpha, product(call, batch1, batch2))
