"""aclnnMaxPool2dWithIndices."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.limits import rank_limit
from aclnn.shared.pools import SPATIAL, lengths_limit, pads_of, pooled_shape
from aclnn.shared.windows import padded, per_dimension, seen

POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True)


def _pads_fit(a: Arguments) -> bool:
    size = per_dimension(a.kernelSize, SPATIAL)
    return all(2 * width <= k for width, k in zip(per_dimension(a.padding, SPATIAL), size))


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
        Invalid("padding", "must not be more than half of the kernel", _pads_fit),
        lengths_limit("dilation", (1, 2), 1),
        Invalid("dilation", "must be 1", lambda a: set(a.dilation) == {1}),
    ),
)


@op.kernel
def kernel(self: Array, kernelSize: Dims, stride: Dims, padding: Dims, call: Arguments) -> tuple[Array, Array]:
    size = per_dimension(kernelSize, SPATIAL)
    steps, counts = per_dimension(stride, SPATIAL, size), call.out.shape[-SPATIAL:]
    reach = (step * (n - 1) + k for step, n, k in zip(steps, counts, size))
    rows = zip(pads_of(padding), self.shape[-SPATIAL:], reach)
    border = [(before, max(after, last - before - length)) for (before, after), length, last in rows]
    wide = padded(self, border, -np.inf)
    width = self.shape[-1]
    images = np.arange(self.shape[-2] * width).reshape(self.shape[-SPATIAL:])
    places = padded(images, border, -1)
    result = np.full(call.out.shape, -np.inf, self.dtype)
    indices = np.full(call.out.shape, -1, np.int64)
    for offset in np.ndindex(*size):
        values, at = seen(wide, offset, steps, counts), seen(places, offset, steps, counts)
        # The first of equal elements; NaN is above all; an image of -inf alone still has a first element.
        larger = (values > result) | (np.isnan(values) & ~np.isnan(result)) | ((indices < 0) & (at >= 0))
        result, indices = np.where(larger, values, result), np.where(larger, at, indices)
    return result, indices
