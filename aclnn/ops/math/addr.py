"""aclnnAddr and aclnnInplaceAddr."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out, Scalar
from aclnn.lazy import Array
from aclnn.promotion import BASIC, promoted
from aclnn.shapes import Shape, broadcast_shape
from aclnn.shared.limits import rank_limit

op = Operator(
    "Addr",
    In("self", BASIC),
    In("vec1", BASIC),
    In("vec2", BASIC),
    Scalar("betaOptional", required=False),
    Scalar("alphaOptional", required=False),
    Out("out", BASIC, shape=Shape("the outer product of `vec1` and `vec2`", lambda a: (*a.vec1.shape, *a.vec2.shape))),
    summary="beta times self plus alpha times the outer product of two vectors.",
    page="math/addr/docs/aclnnAddr&aclnnInplaceAddr",
    families=(*MAIN, "910"),
    computes=promoted("self", "vec1", "vec2"),
    limits=(
        rank_limit("vec1", 1, 1),
        rank_limit("vec2", 1, 1),
        rank_limit("self", 0, 2),
        Invalid(
            "self",
            "must have a shape that can be broadcast to the outer product",
            lambda a: broadcast_shape(a.self.shape, (*a.vec1.shape, *a.vec2.shape)) == (*a.vec1.shape, *a.vec2.shape),
        ),
    ),
)
op.form("InplaceAddr", inplace="self")


@op.kernel
def kernel(self: Array, vec1: Array, vec2: Array, betaOptional: Array | None, alphaOptional: Array | None) -> Array:
    outer = vec1[:, None] * vec2
    scaled = outer if alphaOptional is None else alphaOptional * outer
    return scaled + (self if betaOptional is None else betaOptional * self)
