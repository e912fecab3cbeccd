"""aclnnSwiGluGrad."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, half_limit, halved

HALF = halved("x")

op = Operator(
    "SwiGluGrad",
    In("yGrad", like="x"),
    In("x", FLOATS),
    Attribute("dim", "int64_t"),
    Out("out", like="x", shape=shape_of("x"), const=True),
    summary="The gradient of aclnnSwiGlu.",
    page="activation/swi_glu_grad/docs/aclnnSwiGluGrad",
    families=(*MAIN, "310P"),
    limits=(
        axis_limit("dim", "x"),
        half_limit("dim", "x"),
        Invalid("yGrad", "must have the shape of x, half as long along dim", lambda a: a.yGrad.shape == HALF.of(a)),
        Invalid("x", "must not be empty", lambda a: a.x.size > 0),
    ),
)


@op.kernel
def kernel(yGrad: Array, x: Array, dim: int) -> Array:
    first, second = np.split(x, 2, axis=dim)
    sigmoid = 1 / (1 + np.exp(-first))
    swish = first * sigmoid
    return np.concatenate([yGrad * (sigmoid + swish * (1 - sigmoid)) * second, yGrad * swish], axis=dim)
