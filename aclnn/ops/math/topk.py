"""aclnnTopk."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.promotion import NUMBERS, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.limits import lacks
from aclnn.shared.sorting import order


def _length(a: Arguments) -> int:
    shape: Dims = a.self.shape or (1,)
    return shape[axis_of(a.dim, len(shape))]


def _shape(a: Arguments) -> Dims:
    shape: Dims = a.self.shape
    return with_length(shape, axis_of(a.dim, len(shape)), a.k) if shape else shape


OUT = Shape("`self` with the length `k` along `dim`", _shape)

op = Operator(
    "Topk",
    In("self", (*NUMBERS, *UNSIGNED)),
    Attribute("k", "int64_t"),
    Attribute("dim", "int64_t"),
    Attribute("largest", "bool"),
    Attribute("sorted", "bool"),
    Out("valuesOut", like="self", shape=OUT),
    Out("indicesOut", (INT64,), shape=OUT),
    summary="The k largest or smallest elements along a dimension, in order, and where they were.",
    page="math/topk/docs/aclnnTopk",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("self", UNSIGNED, ("A2", "A3")),
        axis_limit(),
        Invalid("k", "must be from 0 to the length of self along dim", lambda a: 0 <= a.k <= _length(a)),
    ),
)


@op.kernel
def kernel(self: Array, k: int, dim: int, largest: bool) -> tuple[Array, Array]:
    values = np.atleast_1d(self)
    indices = np.moveaxis(np.moveaxis(order(values, dim, largest), dim, 0)[:k], 0, dim)
    found = np.take_along_axis(values, indices, dim)
    return (found, indices) if self.ndim else (found.reshape(()), indices.reshape(()))
