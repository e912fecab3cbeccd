"""aclnnEmbeddingRenorm."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, InPlace, Operator
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit
from aclnn.shared.vector_norm import vector_norm

op = Operator(
    "EmbeddingRenorm",
    InPlace("selfRef", FLOATS),
    In("indices", (INT32, INT64)),
    Attribute("maxNorm", "double"),
    Attribute("normType", "double"),
    summary="The rows that indices name, those of more than the greatest norm scaled to it.",
    page="norm/renorm/docs/aclnnEmbeddingRenorm",
    families=(*MAIN, "910"),
    limits=(rank_limit("selfRef", 2, 2),),
)


@op.kernel
def kernel(selfRef: Array, indices: Array, maxNorm: float, normType: float) -> Array:
    result, most = selfRef.copy(), np.float32(maxNorm)
    rows = np.unique(checked(indices.reshape(-1), len(selfRef), "indices"))
    sizes = vector_norm(selfRef[rows], normType, (1,))
    factors = np.where(sizes > most, most / (sizes + np.float32(1e-7)), np.float32(1))
    result[rows] = selfRef[rows] * factors
    return result
