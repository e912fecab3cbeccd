"""aclnnSoftmax."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit

op = Operator(
    "Softmax",
    In("self", FLOATING),
    Attribute("dim", "int64_t"),
    Out("out", FLOATING, shape=shape_of("self")),
    summary="The exponentials of the elements, divided by their sum along a dimension.",
    page="activation/softmax_v2/docs/aclnnSoftmax",
    families=(*MAIN, "310P", "310B", "910"),
    computes=promoted("self"),
    is_empty=lambda a: a.self.size == 0,
    limits=(axis_limit(),),
)


@op.kernel
def kernel(self: Array, dim: int) -> Array:
    values = np.atleast_1d(self)
    powers = np.exp(values - np.max(values, axis=dim, keepdims=True))
    return (powers / np.sum(powers, axis=dim, keepdims=True)).reshape(self.shape)
