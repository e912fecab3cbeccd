"""aclnnMv."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.limits import rank_limit
from aclnn.shared.matrices import TYPES, cube_limits, cube_math, product, product_shape

op = Operator(
    "Mv",
    In("self", TYPES),
    In("vec", TYPES),
    Out("out", TYPES, shape=product_shape("self", "vec")),
    cube_math(),
    summary="The product of a matrix and a vector.",
    page="matmul/mv/docs/aclnnMv",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "vec"),
    gives=FLOAT,
    limits=(*cube_limits("self", "vec"), rank_limit("self", 2, 2), rank_limit("vec", 1, 1)),
)


@op.kernel
def kernel(self: Array, vec: Array, call: Arguments) -> Array:
    return product(call, self, vec)
