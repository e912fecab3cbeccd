"""aclnnMaxPool."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT16, INT32, INT64, UINT8, UINT16
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.limits import lacks, rank_limit
from aclnn.shared.pools import SPATIAL, lengths_limit, pads_of, pooled_shape
from aclnn.shared.windows import padded, per_dimension, seen

ONLY_950 = (BF16, INT32, INT64, UINT8, INT16, INT8, UINT16)


def _pads_fit(a: Arguments) -> bool:
    size = per_dimension(a.kernelShape, SPATIAL)
    return all(sum(pair) <= k for pair, k in zip(pads_of(a.pads), size))


op = Operator(
    "MaxPool",
    In("self", (FLOAT16, FLOAT, *ONLY_950)),
    IntArray("kernelShape"),
    IntArray("strides"),
    Attribute("autoPad", "int64_t"),
    IntArray("pads"),
    IntArray("dilations"),
    Attribute("ceilMode", "int64_t"),
    Out("out", like="self", shape=pooled_shape("kernelShape", "strides", "pads", "ceilMode", by_kernel=False)),
    summary="The largest element of every window over the last two dimensions.",
    page="pooling/max_pool_v3/docs/aclnnMaxPool",
    families=(*MAIN, "910"),
    limits=(
        lacks("self", ONLY_950, ("A2", "A3")),
        lacks("self", (FLOAT, *ONLY_950), ("910",)),
        rank_limit("self", 3, 4),
        lengths_limit("kernelShape", (1, 2), 1),
        lengths_limit("strides", (0, 1, 2), 1),
        Invalid("autoPad", "must be 0", lambda a: a.autoPad == 0),
        lengths_limit("pads", (0, 1, 2, 4), 0),
        Invalid("pads", "must not add up to more than the kernel", _pads_fit),
        Invalid(
            "dilations",
            "must have 0, 1, 2 or 4 elements that are 1",
            lambda a: len(a.dilations) in (0, 1, 2, 4) and set(a.dilations) <= {1},
        ),
    ),
)


@op.kernel
def kernel(self: Array, kernelShape: Dims, strides: Dims, pads: Dims, call: Arguments) -> Array:
    size, steps = per_dimension(kernelShape, SPATIAL), per_dimension(strides, SPATIAL, (1,))
    least = -np.inf if self.dtype.kind == "f" else np.iinfo(self.dtype).min
    counts = call.out.shape[-SPATIAL:]
    # Windows that reach beyond the border (ceilMode) see more of it.
    reach = (step * (n - 1) + k for step, n, k in zip(steps, counts, size))
    rows = zip(pads_of(pads), self.shape[-SPATIAL:], reach)
    border = [(before, max(after, last - before - length)) for (before, after), length, last in rows]
    wide = padded(self, border, least)
    result = np.full(call.out.shape, least, self.dtype)
    for offset in np.ndindex(*size):
        result = np.maximum(result, seen(wide, offset, steps, counts))
    return result
