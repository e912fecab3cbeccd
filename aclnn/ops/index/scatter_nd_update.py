"""aclnnScatterNdUpdate."""

from __future__ import annotations

from aclnn.declare import MAIN, In, InPlace, Invalid, Operator
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64
from aclnn.lazy import Array
from aclnn.shared.limits import rank_limit
from aclnn.shared.nd_indices import chosen_shape, indices_limits, places

op = Operator(
    "ScatterNdUpdate",
    InPlace("varRef", (FLOAT16, BF16, FLOAT, INT64, BOOL, INT8)),
    In("indices", (INT32, INT64)),
    In("updates", like="varRef"),
    summary="Elements or slices of a tensor at indices replaced.",
    page="index/scatter_nd_update/docs/aclnnScatterNdUpdate",
    families=MAIN,
    limits=(
        rank_limit("varRef", 1),
        *indices_limits("varRef", least=2),
        Invalid(
            "updates",
            "must have the shape of what the indices choose",
            lambda a: a.updates.shape == chosen_shape(a.varRef.shape, a.indices.shape),
        ),
    ),
)


@op.kernel
def kernel(varRef: Array, indices: Array, updates: Array) -> Array:
    result = varRef.copy()
    result[places(indices, varRef.shape)] = updates
    return result
