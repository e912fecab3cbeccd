"""aclnnIndexFillTensor and aclnnInplaceIndexFillTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out, Scalar
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import Computation, can_cast
from aclnn.shapes import Dims, shape_of
from aclnn.shared.axes import axis_limit, axis_of


def _is_within(a: Arguments) -> bool:
    shape: Dims = a.self.shape or (1,)
    length = shape[axis_of(a.dim, len(shape))]
    return all(-length <= at < length for at in a.index)


op = Operator(
    "IndexFillTensor",
    In("self", (FLOAT16, FLOAT, INT32, INT64, BOOL, BF16)),
    Attribute("dim", "int64_t"),
    IntArray("index"),
    Scalar("value"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor whose elements along a dimension, named by an index, are a number.",
    page="index/index_fill_d/docs/aclnnIndexFillTensor&aclnnInplaceIndexFillTensor",
    families=MAIN,
    computes=Computation("the type of `self`, as which `value` is stored,", ("self", "value"), lambda a: a.self.dtype),
    limits=(
        Invalid(
            "value",
            "must be castable to the type of self",
            lambda a: a.self.dtype == BOOL or can_cast(a.value.dtype, a.self.dtype),
        ),
        axis_limit(),
        Invalid("index", "must be within the length of self along dim", _is_within),
    ),
)
op.form("InplaceIndexFillTensor", inplace="self", header="aclnn_index_fill_tensor.h")


@op.kernel
def kernel(self: Array, dim: int, index: Dims, value: Array) -> Array:
    result = np.atleast_1d(self.copy())
    result[(slice(None),) * axis_of(dim, result.ndim) + (list(index),)] = value
    return result.reshape(self.shape)
