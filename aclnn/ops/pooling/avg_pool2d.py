"""aclnnAvgPool2d."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import means, pool_of
from aclnn.shared.pools import SPATIAL, half_limit, lengths_limit, pooled_shape

op = Operator(
    "AvgPool2d",
    In("self", FLOATS),
    IntArray("kernelSize"),
    IntArray("strides"),
    IntArray("paddings"),
    Attribute("ceilMode", "bool"),
    Attribute("countIncludePad", "bool"),
    Attribute("divisorOverride", "int64_t"),
    Attribute("cubeMathType", "int8_t"),
    Out("out", like="self", shape=pooled_shape("kernelSize", "strides", "paddings", "ceilMode", by_kernel=True)),
    summary="The mean of every window over the last two dimensions.",
    page="pooling/avg_pool3_d/docs/aclnnAvgPool2d",
    header="aclnn_avgpool2d.h",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 3, 4),
        lengths_limit("kernelSize", (1, 2), 1),
        lengths_limit("strides", (0, 1, 2), 1),
        lengths_limit("paddings", (1, 2), 0),
        half_limit("paddings"),
    ),
)


@op.kernel
def kernel(
    self: Array, kernelSize: Dims, strides: Dims, paddings: Dims, countIncludePad: bool, divisorOverride: int,
    call: Arguments,
) -> Array:  # fmt: skip
    pool = pool_of(kernelSize, strides, paddings, call.out.shape[-SPATIAL:])
    return means(self, pool, countIncludePad, divisorOverride)
