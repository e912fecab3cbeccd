"""aclnnPrelu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import shape_of


def _fits(a: Arguments) -> bool:
    shape = a.self.shape
    return a.weight.size in (1, shape[1] if len(shape) > 1 else 1)


op = Operator(
    "Prelu",
    In("self", FLOATS),
    In("weight", FLOATS),
    Out("out", FLOATS, shape=shape_of("self")),
    summary="Each element, times the weight of its channel where it is not positive.",
    page="activation/p_relu/docs/aclnnPrelu",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "weight"),
    limits=(Invalid("weight", "must have one element, or one for each channel of self", _fits),),
)


@op.kernel
def kernel(self: Array, weight: Array) -> Array:
    slopes = weight.reshape(-1) if weight.size == 1 else weight.reshape(-1, *(1,) * (self.ndim - 2))
    return np.where(self > 0, self, self * slopes)
