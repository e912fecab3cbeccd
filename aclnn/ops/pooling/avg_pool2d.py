"""aclnnAvgPool2d."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.limits import rank_limit
from aclnn.shared.pools import SPATIAL, lengths_limit, pads_of, pooled_shape, seen_by
from aclnn.shared.windows import padded, per_dimension, seen


def _pads_fit(a: Arguments) -> bool:
    size = per_dimension(a.kernelSize, SPATIAL)
    return all(2 * width <= k for width, k in zip(per_dimension(a.paddings, SPATIAL), size))


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
        Invalid("paddings", "must not be more than half of the kernel", _pads_fit),
    ),
)


@op.kernel
def kernel(
    self: Array, kernelSize: Dims, strides: Dims, paddings: Dims, countIncludePad: bool, divisorOverride: int,
    call: Arguments,
) -> Array:  # fmt: skip
    size = per_dimension(kernelSize, SPATIAL)
    steps, pads = per_dimension(strides, SPATIAL, size), pads_of(paddings)
    lengths, counts = self.shape[-SPATIAL:], call.out.shape[-SPATIAL:]
    reach = (step * (n - 1) + k for step, n, k in zip(steps, counts, size))
    rows = zip(pads, lengths, reach)
    wide = padded(self, [(before, max(after, last - before - n)) for (before, after), n, last in rows])
    sums = np.zeros(call.out.shape, self.dtype)
    for offset in np.ndindex(*size):
        sums += seen(wide, offset, steps, counts)
    return sums / (divisorOverride or seen_by(lengths, pads, size, steps, counts, countIncludePad))
