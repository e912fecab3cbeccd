"""aclnnLinalgCross."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, NUMBERS
from aclnn.shapes import broadcast, broadcast_shape


def _has_vectors(a: Arguments) -> bool:
    shape = broadcast_shape(a.self.shape, a.other.shape)
    return shape is None or (-len(shape) <= a.dim < len(shape) and shape[a.dim] == 3)


op = Operator(
    "LinalgCross",
    In("self", (*NUMBERS, *COMPLEX)),
    In("other", like="self"),
    Attribute("dim", "int64_t"),
    Out("out", like="self", shape=broadcast("self", "other")),
    summary="The cross products of vectors of three elements along an axis.",
    page="math/cross/docs/aclnnLinalgCross",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(Invalid("dim", "must be an axis of length 3", _has_vectors),),
)


@op.kernel
def kernel(self: Array, other: Array, dim: int, call: Arguments) -> Array:
    first, second = (np.moveaxis(np.broadcast_to(x, call.out.shape), dim, 0) for x in (self, other))
    axes = ((1, 2), (2, 0), (0, 1))
    return np.moveaxis(np.stack([first[i] * second[j] - first[j] * second[i] for i, j in axes]), 0, dim)
