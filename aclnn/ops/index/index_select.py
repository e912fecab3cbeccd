"""aclnnIndexSelect."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit


def _shape(a: Arguments) -> Dims:
    shape: Dims = a.self.shape
    return with_length(shape, axis_of(a.dim, len(shape)), a.index.size) if shape else shape


op = Operator(
    "IndexSelect",
    In("self", (*ALL, *UNSIGNED)),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Out("out", like="self", shape=Shape("`self` with the length of `index` along `dim`", _shape)),
    summary="The elements along a dimension that a list of indices names.",
    page="index/gather_v2/docs/aclnnIndexSelect",
    families=(*MAIN, "310P", "910"),
    limits=(
        axis_limit(),
        rank_limit("index", 0, 1),
        Invalid(
            "index", "must have one element for a self without dimensions", lambda a: a.self.shape or a.index.size == 1
        ),
    ),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array) -> Array:
    values, chosen = np.atleast_1d(self), np.atleast_1d(index)
    axis = axis_of(dim, values.ndim)
    return np.take(values, checked(chosen, values.shape[axis], "index"), axis=axis)
