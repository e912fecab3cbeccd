"""aclnnAddRelu and aclnnInplaceAddRelu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, In, Operator, Out, Parameter
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, promoted
from aclnn.shapes import broadcast

TYPES = (*FLOATS, *INTEGERS)

op = Operator(
    "AddRelu",
    In("self", TYPES),
    In("other", TYPES),
    Parameter("alpha", "aclScalar *", "attribute"),  # not const in CANN's prototype
    Out("out", TYPES, shape=broadcast("self", "other")),
    summary="The sum of self and alpha times other, 0 where it is negative.",
    page="activation/relu/docs/aclnnAddRelu&aclnnInplaceAddRelu",
    families=(*MAIN, "910"),
    computes=promoted("self", "other"),
)
op.form("InplaceAddRelu", inplace="self")


@op.kernel
def kernel(self: Array, other: Array, alpha: Array) -> Array:
    return np.maximum(self + alpha * other, 0)
