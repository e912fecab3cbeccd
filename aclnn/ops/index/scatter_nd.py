"""aclnnScatterNd."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array
from aclnn.shapes import shape_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.nd_indices import chosen_shape, indices_limits, places

op = Operator(
    "ScatterNd",
    In("data", (FLOAT16, FLOAT, BOOL, BF16)),
    In("indices", (INT32, INT64)),
    In("updates", like="data"),
    Out("out", like="data", shape=shape_of("data")),
    summary="A tensor whose elements or slices at indices are replaced.",
    page="index/scatter_nd/docs/aclnnScatterNd",
    families=MAIN,
    limits=(
        rank_limit("data", 1),
        *indices_limits("data"),
        Invalid(
            "updates",
            "must have the shape of what the indices choose",
            lambda a: a.updates.shape == chosen_shape(a.data.shape, a.indices.shape),
        ),
    ),
)


@op.kernel
def kernel(data: Array, indices: Array, updates: Array) -> Array:
    result = data.copy()
    result[places(indices, data.shape)] = updates
    return result
