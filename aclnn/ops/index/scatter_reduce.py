"""aclnnScatterReduce and aclnnInplaceScatterReduce."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL, FLOAT, INT32, INT64
from aclnn.lazy import Array
from aclnn.promotion import ALL, COMPLEX
from aclnn.shapes import shape_of
from aclnn.shared.scatters import ADD, MAX, MEAN, MIN, REPLACE, index_limits, reduced, source_limits

A2_A3 = ("A2", "A3")

op = Operator(
    "ScatterReduce",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("src", like="self"),
    Attribute("reduce", "int64_t"),
    Attribute("includeSelf", "bool"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor whose elements along a dimension, named by an index, are combined with others, or replaced.",
    page="index/scatter_elements_v2/docs/aclnnScatterReduce&aclnnInplaceScatterReduce",
    families=MAIN,
    limits=(
        *index_limits(),
        *source_limits(),
        Invalid(
            "reduce",
            "must be 0 (replace), 1 (add), 2 (multiply), 3 (maximum), 4 (minimum) or 5 (mean)",
            lambda a: REPLACE <= a.reduce <= MEAN,
        ),
        Invalid("self", "must have the data type FLOAT on this product", lambda a: a.self.dtype == FLOAT, A2_A3),
        Invalid("reduce", "must be 1 (add) on this product", lambda a: a.reduce == ADD, A2_A3),
        Invalid("includeSelf", "must be set on this product", lambda a: a.includeSelf, A2_A3),
        Invalid(
            "reduce",
            "must not be 3 or 4 for complex numbers",
            lambda a: a.self.dtype not in COMPLEX or a.reduce not in (MAX, MIN),
        ),
        Invalid("reduce", "must not be 5 for BOOL", lambda a: a.self.dtype != BOOL or a.reduce != MEAN),
    ),
)
op.form("InplaceScatterReduce", inplace="self")


@op.kernel
def kernel(self: Array, dim: int, index: Array, src: Array, reduce: int, includeSelf: bool) -> Array:
    return reduced(self, dim, index, src, reduce, includeSelf)
