"""aclnnEmbedding."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shapes import Dims, Shape
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit


def _shape(a: Arguments) -> Dims:
    return (*a.indices.shape, a.weight.shape[-1])


op = Operator(
    "Embedding",
    In("weight", ALL),
    In("indices", (INT32, INT64)),
    Out("out", like="weight", shape=Shape("`indices` with the rows' length of `weight` appended", _shape), const=True),
    summary="The rows of a matrix that indices of any shape name.",
    page="index/embedding/docs/aclnnEmbedding",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(rank_limit("weight", 2, 2),),
)


@op.kernel
def kernel(weight: Array, indices: Array) -> Array:
    return np.take(weight, checked(indices, weight.shape[0], "indices"), axis=0)
