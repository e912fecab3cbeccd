"""aclnnMaxPool2dWithIndices and aclnnMaxPool2dWithMask."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import INT8, INT32, INT64
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.pooling import mask_of, maxima, pool_of
from aclnn.shared.pools import SPATIAL, half_limit, lengths_limit, mask_shape_of, pooled_shape

POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True)


op = Operator(
    "MaxPool2dWithIndices",
    In("self", FLOATS),
    IntArray("kernelSize"),
    IntArray("stride"),
    IntArray("padding"),
    IntArray("dilation"),
    Attribute("ceilMode", "bool"),
    Out("out", like="self", shape=POOLED),
    Out("indices", (INT32, INT64), shape=POOLED),
    summary="The largest element of every window over the last two dimensions, and where it is in its image.",
    page="pooling/max_pool3d_with_argmax_v2/docs/aclnnMaxPool2dWithIndices",
    header="aclnn_max_pool2d_with_indices.h",
    families=MAIN,
    limits=(
        rank_limit("self", 3, 4),
        lengths_limit("kernelSize", (1, 2), 1),
        lengths_limit("stride", (0, 1, 2), 1),
        lengths_limit("padding", (1, 2), 0),
        half_limit(),
        lengths_limit("dilation", (1, 2), 1),
        Invalid("dilation", "must be 1", lambda a: set(a.dilation) == {1}),
    ),
)


@op.kernel
def kernel(self: Array, kernelSize: Dims, stride: Dims, padding: Dims, call: Arguments) -> tuple[Array, Array]:
    found = maxima(self, pool_of(kernelSize, stride, padding, call.out.shape[-SPATIAL:]))
    return found.values, found.places


with_mask = Operator(
    "MaxPool2dWithMask",
    *op.parameters[:-1],
    Out("indices", (INT8,), shape=Shape("bits for each place in a window, in blocks", mask_shape_of(POOLED))),
    summary="The largest element of every window over the last two dimensions, and which of the window's it is.",
    page="pooling/max_pool3d_with_argmax_v2/docs/aclnnMaxPool2dWithMask",
    header="aclnn_max_pool2d_with_indices.h",
    families=("A2", "A3", "310P", "910"),
    limits=(
        *op.limits,
        Invalid("self", "must not be empty but along N", lambda a: 0 not in a.self.shape[-SPATIAL - 1 :]),
    ),
)


@with_mask.kernel
def kernel_with_mask(
    self: Array, kernelSize: Dims, stride: Dims, padding: Dims, call: Arguments
) -> tuple[Array, Array]:
    pool = pool_of(kernelSize, stride, padding, call.out.shape[-SPATIAL:])
    found = maxima(self, pool)
    return found.values, mask_of(found.ordinals, pool, call.indices.shape[-1])
