"""aclnnGatherV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.indices import checked


def _shape(a: Arguments) -> Dims:
    """That of index in the place of the dimension; an index without dimensions is one of length 1."""
    own = a.self.shape or (1,)
    axis = axis_of(a.dim, len(own))
    return (*own[:axis], *(a.index.shape or (1,)), *own[axis + 1 :])


op = Operator(
    "GatherV2",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Out("out", like="self", shape=Shape("`self` with that of `index` in the place of `dim`", _shape)),
    summary="The elements along a dimension that an index of any shape names.",
    page="index/gather_v2/docs/aclnnGatherV2",
    families=(*MAIN, "310P", "910"),
    limits=(axis_limit(),),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array) -> Array:
    values, chosen = np.atleast_1d(self), np.atleast_1d(index)
    axis = axis_of(dim, values.ndim)
    return np.take(values, checked(chosen, values.shape[axis], "index"), axis=axis)
