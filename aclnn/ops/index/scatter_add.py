"""aclnnScatterAdd."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array
from aclnn.promotion import ALL
from aclnn.shapes import shape_of
from aclnn.shared.scatters import ADD, index_limits, scattered, source_limits

op = Operator(
    "ScatterAdd",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("src", like="self"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor to whose elements along a dimension, named by an index, those of another are added.",
    page="index/scatter_add/docs/aclnnScatterAdd",
    families=MAIN,
    limits=(*index_limits(), *source_limits()),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array, src: Array) -> Array:
    return scattered(self, dim, index, src, ADD)
