"""aclnnMaxPool3dWithArgmax and aclnnMaxPool3dWithArgmaxBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared.limits import channels_first, rank_limit, same_shape
from aclnn.shared.pooling import max_gradient, maxima, pool_of
from aclnn.shared.pools import half_limit, lengths_limit, pooled_shape

VOLUME = 3
POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", True, VOLUME, "dilation")
ATTRIBUTES = (
    IntArray("kernelSize"),
    IntArray("stride"),
    IntArray("padding"),
    IntArray("dilation"),
    Attribute("ceilMode", "bool"),
)
LIMITS = (
    channels_first("self"),
    rank_limit("self", 4, 5),
    lengths_limit("kernelSize", (1, VOLUME), 1),
    lengths_limit("stride", (0, 1, VOLUME), 1),
    lengths_limit("padding", (1, VOLUME), 0),
    half_limit(spatial=VOLUME),
    lengths_limit("dilation", (1, VOLUME), 1),
    Invalid("self", "must have room for a window", lambda a: min(POOLED.of(a)[-VOLUME:]) > 0),
)

op = Operator(
    "MaxPool3dWithArgmax",
    In("self", FLOATS),
    *ATTRIBUTES,
    Out("out", like="self", shape=POOLED),
    Out("indices", (INT32, INT64), shape=POOLED),
    summary="The largest element of every window over the last three dimensions, and where it is in its volume.",
    page="pooling/max_pool3d_with_argmax_v2/docs/aclnnMaxPool3dWithArgmax",
    header="aclnn_max_pool3d_with_argmax.h",
    families=MAIN,
    limits=LIMITS,
)
backward = Operator(
    "MaxPool3dWithArgmaxBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    In("indices", (INT32, INT64)),
    *ATTRIBUTES,
    Out("gradInput", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnMaxPool3dWithArgmax: each element added where its maximum was.",
    page="pooling/max_pool3d_grad_with_argmax/docs/aclnnMaxPool3dWithArgmaxBackward",
    header="aclnn_max_pool3d_with_argmax_backward.h",
    families=MAIN,
    limits=(
        *LIMITS,
        Invalid("dilation", "must be 1", lambda a: set(a.dilation) == {1}),
        Invalid("gradOutput", "must have the shape of the pool's result", lambda a: a.gradOutput.shape == POOLED.of(a)),
        same_shape("indices", "gradOutput"),
    ),
)


@op.kernel
def kernel(
    self: Array, kernelSize: Dims, stride: Dims, padding: Dims, dilation: Dims, call: Arguments
) -> tuple[Array, Array]:
    found = maxima(self, pool_of(kernelSize, stride, padding, call.out.shape[-VOLUME:], dilation))
    return found.values, found.places


@backward.kernel
def kernel_backward(gradOutput: Array, self: Array, indices: Array) -> Array:
    return max_gradient(gradOutput, indices, self.shape, VOLUME)
