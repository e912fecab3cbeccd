"""aclnnInplacePut."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, InPlace, Invalid, Operator
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shared.indices import checked

op = Operator(
    "InplacePut",
    InPlace("selfRef", ALL),
    In("index", (INT32, INT64)),
    In("source", like="selfRef"),
    Attribute("accumulate", "bool"),
    summary="Elements at places in row-major order replaced by others, or added to.",
    page="index/scatter_nd_update/docs/aclnnInplacePut",
    header="aclnn_put.h",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("source", "must have as many elements as index", lambda a: a.source.size == a.index.size),
        Invalid("selfRef", "must not be empty where index is not", lambda a: a.selfRef.size > 0 or a.index.size == 0),
    ),
)


@op.kernel
def kernel(selfRef: Array, index: Array, source: Array, accumulate: bool) -> Array:
    result = selfRef.reshape(-1).copy()
    places = checked(index.reshape(-1), result.size, "index")
    if accumulate:
        np.add.at(result, places, source.reshape(-1))
    else:
        result[places] = source.reshape(-1)
    return result.reshape(selfRef.shape)
