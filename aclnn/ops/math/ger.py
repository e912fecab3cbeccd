"""aclnnGer."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.lazy import Array
from aclnn.promotion import ALL, promoted
from aclnn.shapes import Shape
from aclnn.shared.limits import rank_limit

op = Operator(
    "Ger",
    In("self", ALL),
    In("vec2", ALL),
    Out("out", ALL, shape=Shape("the outer product of `self` and `vec2`", lambda a: (*a.self.shape, *a.vec2.shape))),
    summary="The outer product of two vectors.",
    page="math/ger/docs/aclnnGer",
    families=(*MAIN, "910"),
    computes=promoted("self", "vec2"),
    limits=(rank_limit("self", 1, 1), rank_limit("vec2", 1, 1)),
)


@op.kernel
def kernel(self: Array, vec2: Array) -> Array:
    return self[:, None] * vec2
