"""aclnnGluBackward."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, half_limit, halved
from aclnn.shared.limits import rank_limit

HALF = halved("self")

op = Operator(
    "GluBackward",
    In("gradOut", like="self"),
    In("self", FLOATING),
    Attribute("dim", "int64_t"),
    Out("out", like="self", shape=shape_of("self"), const=True),
    summary="The gradient of aclnnGlu.",
    page="activation/glu_grad/docs/aclnnGluBackward",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 1),
        axis_limit(),
        half_limit(),
        Invalid(
            "gradOut", "must have the shape of self, half as long along dim", lambda a: a.gradOut.shape == HALF.of(a)
        ),
    ),
)


@op.kernel
def kernel(gradOut: Array, self: Array, dim: int) -> Array:
    first, second = np.split(self, 2, axis=dim)
    sigmoid = 1 / (1 + np.exp(-second))
    return np.concatenate([gradOut * sigmoid, gradOut * first * sigmoid * (1 - sigmoid)], axis=dim)
