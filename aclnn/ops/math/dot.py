"""aclnnDot."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit

op = Operator(
    "Dot",
    In("self", (FLOAT, FLOAT16, BF16, INT8, INT32, UINT8)),
    In("tensor", like="self"),
    Out("out", like="self", shape=Shape("a number", lambda a: ())),
    summary="The sum of the products of the elements of two vectors.",
    page="math/dot/docs/aclnnDot",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 1, 1),
        Invalid("tensor", "must have the shape of self", lambda a: a.tensor.shape == a.self.shape),
    ),
)


@op.kernel
def kernel(self: Array, tensor: Array) -> Array:
    return np.sum(self * tensor, dtype=self.dtype)
