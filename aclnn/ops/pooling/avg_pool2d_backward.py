"""aclnnAvgPool2dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import mean_gradient, pool_of
from aclnn.shared.pools import SPATIAL, half_limit, lengths_limit, pooled_shape

POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True)


op = Operator(
    "AvgPool2dBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    IntArray("kernelSize"),
    IntArray("stride"),
    IntArray("padding"),
    Attribute("ceilMode", "bool"),
    Attribute("countIncludePad", "bool"),
    Attribute("divisorOverride", "int64_t"),
    Attribute("cubeMathType", "int8_t"),
    Out("gradInput", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnAvgPool2d.",
    page="pooling/avg_pool3_d_grad/docs/aclnnAvgPool2dBackward",
    header="aclnn_avgpool2d_backward.h",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 3, 4),
        lengths_limit("kernelSize", (1, 2), 1),
        lengths_limit("stride", (0, 1, 2), 1),
        lengths_limit("padding", (1, 2), 0),
        half_limit(),
        Invalid("gradOutput", "must have the shape of the pool's result", lambda a: a.gradOutput.shape == POOLED.of(a)),
    ),
)


@op.kernel
def kernel(
    gradOutput: Array, self: Array, kernelSize: Dims, stride: Dims, padding: Dims, countIncludePad: bool,
    divisorOverride: int,
) -> Array:  # fmt: skip
    pool = pool_of(kernelSize, stride, padding, gradOutput.shape[-SPATIAL:])
    return mean_gradient(gradOutput, self.shape, pool, countIncludePad, divisorOverride)
