"""aclnnScatter, aclnnScatterValue and their in-place forms."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out, Scalar
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, COMPLEX, Computation
from aclnn.shapes import shape_of
from aclnn.shared.scatters import index_limits, reduce_limit, scattered, source_limits

op = Operator(
    "Scatter",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("src", like="self"),
    Attribute("reduce", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor whose elements along a dimension, named by an index, are replaced by or combined with others.",
    page="index/scatter_elements_v2/docs/aclnnScatter&aclnnInplaceScatter",
    families=MAIN,
    limits=(*index_limits(), *source_limits(), reduce_limit()),
)
op.form("InplaceScatter", inplace="self")


@op.kernel
def kernel(self: Array, dim: int, index: Array, src: Array, reduce: int) -> Array:
    return scattered(self, dim, index, src, reduce)


value = Operator(
    "ScatterValue",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Scalar("value"),
    Attribute("reduce", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor whose elements along a dimension, named by an index, are replaced by or combined with a number.",
    page="index/scatter_elements_v2/docs/aclnnScatterValue&aclnnInplaceScatterValue",
    header="aclnn_scatter.h",
    families=MAIN,
    computes=Computation("the type of `self`, as which `value` is stored,", ("self", "value"), lambda a: a.self.dtype),
    limits=(
        *index_limits(),
        Invalid(
            "value",
            "must not be complex for a self that is not",
            lambda a: a.value.dtype not in COMPLEX or a.self.dtype in COMPLEX,
        ),
        reduce_limit(),
    ),
)
value.form("InplaceScatterValue", inplace="self", header="aclnn_scatter.h")


@value.kernel
def kernel_value(self: Array, dim: int, index: Array, value: Array, reduce: int) -> Array:
    return scattered(self, dim, index, np.asarray(value), reduce)
