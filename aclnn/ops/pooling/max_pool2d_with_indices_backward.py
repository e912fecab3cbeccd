"""aclnnMaxPool2dWithIndicesBackward."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit, same_shape
from aclnn.shared.pools import lengths_limit, pooled_shape

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
    images, size = prod(self.shape[:-2]), prod(self.shape[-2:])
    result = np.zeros((images, size), self.dtype)
    places = checked(indices, size, "indices").reshape(images, -1)
    np.add.at(result, (np.arange(images)[:, None], places), gradOutput.reshape(images, -1))
    return result.reshape(self.shape)
