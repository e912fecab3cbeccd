"""aclnnIndexFill and aclnnInplaceIndexFill."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out, Scalar
from aclnn.dtypes import BF16, BOOL, DOUBLE, FLOAT, FLOAT16, INT8, INT16, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import Computation, can_cast
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import lacks, rank_limit

ONLY_950 = (INT8, UINT8, INT16, DOUBLE)

op = Operator(
    "IndexFill",
    In("self", (FLOAT16, FLOAT, INT32, INT64, BOOL, BF16, *ONLY_950)),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Scalar("value"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor whose elements along a dimension, named by an index, are a number; an index outside is skipped.",
    page="index/index_fill_d/docs/aclnnIndexFill&aclnnInplaceIndexFill",
    families=MAIN,
    computes=Computation("the type of `self`, as which `value` is stored,", ("self", "value"), lambda a: a.self.dtype),
    limits=(
        lacks("self", ONLY_950, ("A2", "A3")),
        Invalid(
            "value",
            "must be castable to the type of self",
            lambda a: a.self.dtype == BOOL or can_cast(a.value.dtype, a.self.dtype),
        ),
        axis_limit(),
        rank_limit("index", 0, 1),
    ),
)
op.form("InplaceIndexFill", inplace="self", header="aclnn_index_fill.h")


@op.kernel
def kernel(self: Array, dim: int, index: Array, value: Array) -> Array:
    result = np.atleast_1d(self.copy())
    axis = axis_of(dim, result.ndim)
    length = result.shape[axis]
    chosen = np.atleast_1d(index)
    result[(slice(None),) * axis + (chosen[(chosen >= -length) & (chosen < length)],)] = value
    return result.reshape(self.shape)
