"""aclnnGatherNd."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import DOUBLE, INT16, INT32, INT64
from aclnn.lazy import Array
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import Shape
from aclnn.shared.limits import lacks, rank_limit
from aclnn.shared.nd_indices import chosen_shape, indices_limits, places

OUT = Shape("what `indices` choose of `self`", lambda a: chosen_shape(a.self.shape, a.indices.shape))

op = Operator(
    "GatherNd",
    In("self", (*BASIC, *UNSIGNED)),
    In("indices", (INT32, INT64)),
    Attribute("negativeIndexSupport", "bool"),
    Out("out", like="self", shape=OUT),
    summary="The elements or slices of a tensor at indices.",
    page="index/gather_nd/docs/aclnnGatherNd",
    families=MAIN,
    limits=(
        lacks("self", (DOUBLE, INT16, *UNSIGNED), ("A2", "A3")),
        rank_limit("self", 1),
        *indices_limits("self"),
    ),
)


@op.kernel
def kernel(self: Array, indices: Array, negativeIndexSupport: bool) -> Array:
    return self[places(indices, self.shape, negativeIndexSupport)]
