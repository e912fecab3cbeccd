"""aclnnMaxPool2dWithIndicesBackward and aclnnMaxPool2dWithMaskBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import INT8, INT32, INT64
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.pooling import masked_gradient, max_gradient, pool_of
from aclnn.shared.pools import SPATIAL, half_limit, lengths_limit, mask_shape_of, pooled_shape

POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True)

op = Operator(
    "MaxPool2dWithIndicesBackward",
    In("gradOutput", like="self"),
    In("self", FLOATS),
    In("indices", (INT32, INT64)),
    IntArray("kernelSize"),
    IntArray("stride"),
    IntArray("padding"),
    IntArray("dilation"),
    Attribute("ceilMode", "bool"),
    Out("gradInput", like="self", shape=shape_of("self")),
    summary="The gradient of aclnnMaxPool2dWithIndices: each element added where its maximum was.",
    page="pooling/max_pool3d_grad_with_argmax/docs/aclnnMaxPool2dWithIndicesBackward",
    header="aclnn_max_pool2d_with_indices_backward.h",
    families=MAIN,
    limits=(
        rank_limit("self", 3, 4),
        lengths_limit("kernelSize", (1, 2), 1),
        lengths_limit("stride", (0, 1, 2), 1),
        lengths_limit("padding", (1, 2), 0),
        lengths_limit("dilation", (1, 2), 1),
        Invalid("dilation", "must be 1", lambda a: set(a.dilation) == {1}),
        Invalid("gradOutput", "must have the shape of the pool's result", lambda a: a.gradOutput.shape == POOLED.of(a)),
        same_shape("indices", "gradOutput"),
    ),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, indices: Array) -> Array:
    return max_gradient(gradOutput, indices, self.shape, SPATIAL)


def _mask_fits(a: Arguments) -> bool:
    return bool(a.indices.shape == mask_shape_of(POOLED)(a))


with_mask = Operator(
    "MaxPool2dWithMaskBackward",
    *(In("indices", (INT8,)) if p.field == "indices" else p for p in op.parameters),
    summary="The gradient of aclnnMaxPool2dWithMask: each element added where its maximum was.",
    page="pooling/max_pool3d_grad_with_argmax/docs/aclnnMaxPool2dWithMaskBackward",
    header="aclnn_max_pool2d_with_indices_backward.h",
    families=("A2", "A3", "910"),
    limits=(
        *op.limits[:4],
        half_limit(),
        *op.limits[4:-1],
        Invalid("indices", "must have the shape of the pool's mask", _mask_fits),
    ),
)


@with_mask.kernel
def kernel_with_mask(
    gradOutput: Array, self: Array, indices: Array, kernelSize: Dims, stride: Dims, padding: Dims
) -> Array:
    pool = pool_of(kernelSize, stride, padding, gradOutput.shape[-SPATIAL:])
    return masked_gradient(gradOutput, indices, self.shape, pool)
