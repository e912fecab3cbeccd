"""aclnnAvgPool3d and aclnnAvgPool3dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import mean_gradient, means, pool_of
from aclnn.shared.pools import half_limit, lengths_limit, pooled_shape
from aclnn.shared.windows import per_dimension

VOLUME = 3
POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True, spatial=VOLUME)
ATTRIBUTES = (
    IntArray("kernelSize"),
    IntArray("stride"),
    IntArray("padding"),
    Attribute("ceilMode", "bool"),
    Attribute("countIncludePad", "bool"),
    Attribute("divisorOverride", "int64_t"),
)
LIMITS = (
    rank_limit("self", 4, 5),
    lengths_limit("kernelSize", (1, VOLUME), 1),
    lengths_limit("stride", (0, 1, VOLUME), 1),
    lengths_limit("padding", (1, VOLUME), 0),
    half_limit(spatial=VOLUME),
)


def _kernel_fits(a: Arguments) -> bool:
    return all(k <= length for k, length in zip(per_dimension(a.kernelSize, VOLUME), a.self.shape[-VOLUME:]))


op = Operator(
    "AvgPool3d",
    In("self", FLOATS),
    *ATTRIBUTES,
    Out("out", like="self", shape=POOLED),
    summary="The mean of every window over the last three dimensions.",
    page="pooling/avg_pool3_d/docs/aclnnAvgPool3d",
    header="aclnn_avgpool3d.h",
    families=(*MAIN, "310P"),
    limits=(*LIMITS, Invalid("kernelSize", "must not be more than the lengths of self", _kernel_fits)),
)
backward = Operator(
    "AvgPool3dBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    *ATTRIBUTES,
    Out("output", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnAvgPool3d.",
    page="pooling/avg_pool3_d_grad/docs/aclnnAvgPool3dBackward",
    header="aclnn_avgpool3d_backward.h",
    families=MAIN,
    limits=(
        *LIMITS,
        Invalid("gradOutput", "must have the shape of the pool's result", lambda a: a.gradOutput.shape == POOLED.of(a)),
    ),
)


@op.kernel
def kernel(
    self: Array, kernelSize: Dims, stride: Dims, padding: Dims, countIncludePad: bool, divisorOverride: int,
    call: Arguments,
) -> Array:  # fmt: skip
    pool = pool_of(kernelSize, stride, padding, call.out.shape[-VOLUME:])
    return means(self, pool, countIncludePad, divisorOverride)


@backward.kernel
def kernel_backward(
    gradOutput: Array, self: Array, kernelSize: Dims, stride: Dims, padding: Dims, countIncludePad: bool,
    divisorOverride: int,
) -> Array:  # fmt: skip
    pool = pool_of(kernelSize, stride, padding, gradOutput.shape[-VOLUME:])
    return mean_gradient(gradOutput, self.shape, pool, countIncludePad, divisorOverride)
