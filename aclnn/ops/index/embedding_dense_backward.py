"""aclnnEmbeddingDenseBackward."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL, DOUBLE, FLOAT, FLOAT16, INT8, INT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shapes import Shape
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit

INDICES = (FLOAT, FLOAT16, DOUBLE, INT32, INT64, INT16, INT8, UINT8, BOOL)
TABLE = Shape("(`numWeights`, the last of `grad`)", lambda a: (a.numWeights, a.grad.shape[-1]))


def _match(a: Arguments) -> bool:
    return bool(a.grad.shape[-1] == 0) or prod(a.grad.shape[:-1]) == a.indices.size


op = Operator(
    "EmbeddingDenseBackward",
    In("grad", FLOATS),
    In("indices", INDICES),
    Attribute("numWeights", "uint64_t"),
    Attribute("paddingIdx", "uint64_t"),
    Attribute("scaleGradByFreq", "bool"),
    Out(
        "out",
        FLOATS,
        shape=TABLE,
        const=True,
    ),
    summary="The gradient of aclnnEmbedding: the rows of grad added up by their index, all but that of the padding.",
    page="index/embedding_dense_grad/docs/aclnnEmbeddingDenseBackward",
    families=(*MAIN, "910"),
    computes=promoted("grad"),
    limits=(rank_limit("grad", 2), Invalid("indices", "must have an element for each row of grad", _match)),
)


@op.kernel
def kernel(grad: Array, indices: Array, numWeights: int, paddingIdx: int, scaleGradByFreq: bool) -> Array:
    rows = grad.reshape(-1, grad.shape[-1])
    chosen = checked(indices.reshape(-1), numWeights, "indices")
    sums = np.zeros((numWeights, grad.shape[-1]), rows.dtype)
    kept = chosen != paddingIdx  # a negative padding, as an unsigned number, is no index
    np.add.at(sums, chosen[kept], rows[kept])
    if scaleGradByFreq:
        counts = np.bincount(chosen, minlength=numWeights)
        sums /= np.maximum(counts, 1)[:, None].astype(sums.dtype)
    return sums
