"""aclnnAvgPool2dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.pools import SPATIAL, lengths_limit, pads_of, pooled_shape, seen_by
from aclnn.shared.windows import per_dimension, seen

POOLED = pooled_shape("kernelSize", "stride", "padding", "ceilMode", by_kernel=True)


def _pads_fit(a: Arguments) -> bool:
    size = per_dimension(a.kernelSize, SPATIAL)
    return all(2 * width <= k for width, k in zip(per_dimension(a.padding, SPATIAL), size))


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
        Invalid("padding", "must not be more than half of the kernel", _pads_fit),
        Invalid("gradOutput", "must have the shape of the pool's result", lambda a: a.gradOutput.shape == POOLED.of(a)),
    ),
)


@op.kernel
def kernel(
    gradOutput: Array, self: Array, kernelSize: Dims, stride: Dims, padding: Dims, countIncludePad: bool,
    divisorOverride: int,
) -> Array:  # fmt: skip
    size = per_dimension(kernelSize, SPATIAL)
    steps, pads = per_dimension(stride, SPATIAL, size), pads_of(padding)
    lengths, counts = self.shape[-SPATIAL:], gradOutput.shape[-SPATIAL:]
    share = gradOutput / (divisorOverride or seen_by(lengths, pads, size, steps, counts, countIncludePad))
    rows = list(zip(pads, lengths, steps, counts, size))
    reach = [max(before + length + after, step * (n - 1) + k) for (before, after), length, step, n, k in rows]
    wide = np.zeros((*self.shape[:-SPATIAL], *reach), self.dtype)
    for offset in np.ndindex(*size):
        target = seen(wide, offset, steps, counts)
        target += share
    return seen(wide, tuple(before for before, _ in pads), (1,) * SPATIAL, lengths)
