"""aclnnSwiGlu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, half_limit, halved

op = Operator(
    "SwiGlu",
    In("x", FLOATS),
    Attribute("dim", "int64_t"),
    Out("out", like="x", shape=halved("x"), const=True),
    summary="The first half along a dimension, times its own logistic function, times the second half.",
    page="activation/swi_glu/docs/aclnnSwiGlu",
    families=(*MAIN, "310P"),
    limits=(
        Invalid("x", "must not be empty on this product", lambda a: a.x.size > 0, ("310P",)),
        axis_limit("dim", "x"),
        half_limit("dim", "x"),
    ),
)


@op.kernel
def kernel(x: Array, dim: int) -> Array:
    first, second = np.split(x, 2, axis=dim)
    return first / (1 + np.exp(-first)) * second
