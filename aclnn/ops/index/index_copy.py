"""aclnnIndexCopy and aclnnInplaceIndexCopy."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, InPlace, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64, UINT32, UINT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.indices import checked
from aclnn.shared.limits import lacks, rank_limit

TYPES = (*ALL, UINT32, UINT64)


def _fits(a: Arguments) -> bool:
    shape, source = a.selfRef.shape, a.source.shape
    if not shape or not source:
        return bool(a.index.size == a.source.size == a.selfRef.size == 1)
    return len(shape) == len(source) and with_length(shape, axis_of(a.dim, len(shape)), a.index.size) == source


LIMITS = (
    lacks("selfRef", (UINT32, UINT64), ("A2", "A3")),
    axis_limit("dim", "selfRef"),
    rank_limit("index", 0, 1),
    Invalid("source", "must have the shape of self, but along dim the length of index", _fits),
)

op = Operator(
    "IndexCopy",
    In("selfRef", TYPES, const=False),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("source", like="selfRef"),
    Out("outRef", like="selfRef", shape=shape_of("selfRef")),
    summary="A tensor whose elements along a dimension, named by an index, are those of another.",
    page="index/scatter_update/docs/aclnnIndexCopy&aclnnInplaceIndexCopy",
    families=MAIN,
    limits=LIMITS,
)

inplace = Operator(
    "InplaceIndexCopy",
    InPlace("selfRef", TYPES),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("source", like="selfRef"),
    summary="Elements of a tensor along a dimension, named by an index, replaced by those of another.",
    page="index/scatter_update/docs/aclnnIndexCopy&aclnnInplaceIndexCopy",
    header="aclnn_index_copy.h",
    families=MAIN,
    limits=LIMITS,
)


@op.kernel
@inplace.kernel
def kernel(selfRef: Array, dim: int, index: Array, source: Array) -> Array:
    result = np.atleast_1d(selfRef.copy())
    axis = axis_of(dim, result.ndim)
    chosen = checked(np.atleast_1d(index), result.shape[axis], "index")
    result[(slice(None),) * axis + (chosen,)] = source
    return result.reshape(selfRef.shape)
