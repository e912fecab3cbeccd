"""aclnnMm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.formats import FRACTAL_NZ
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, cube_limits, cube_math, product, product_shape

op = Operator(
    "Mm",
    In("self", TYPES),
    In("mat2", TYPES, formats=(FRACTAL_NZ,)),
    Out("out", TYPES, shape=product_shape("self", "mat2")),
    cube_math(),
    summary="The matrix product of self and mat2.",
    page="matmul/mat_mul_v3/docs/aclnnMm",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "mat2"),
    gives=FLOAT,
    limits=(*cube_limits("self", "mat2"), rank_limit("self", 2, 2), rank_limit("mat2", 2, 2)),
)


@op.kernel
def kernel(self: Array, mat2: Array, call: Arguments) -> Array:
    return product(call, self, mat2)
