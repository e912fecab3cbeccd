"""aclnnGatherV3."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import COMPLEX64, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.indices import checked

BEFORE_950 = ("A2", "A3")


def _shape(a: Arguments) -> Dims:
    own = a.self.shape or (1,)
    axis = axis_of(a.dim, len(own))
    return (*own[:axis], *(a.index.shape or (1,))[a.batchDims :], *own[axis + 1 :])


def _batches_agree(a: Arguments) -> bool:
    return bool(a.self.shape[: a.batchDims] == a.index.shape[: a.batchDims])


op = Operator(
    "GatherV3",
    In("self", (*BASIC, COMPLEX64)),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Attribute("batchDims", "int64_t"),
    Attribute("mode", "int64_t"),
    Out("out", like="self", shape=Shape("`self` with that of `index` without batches in the place of `dim`", _shape)),
    summary="The elements along a dimension that an index of any shape names, for each of the leading batches.",
    page="index/gather_v2/docs/aclnnGatherV3",
    families=MAIN,
    limits=(
        axis_limit(),
        Invalid("dim", "must be 0 on this product", lambda a: axis_of(a.dim, len(a.self.shape)) == 0, BEFORE_950),
        Invalid("batchDims", "must be 0 on this product", lambda a: a.batchDims == 0, BEFORE_950),
        Invalid(
            "batchDims",
            "must be at least 0, at most dim and the dimensions of index",
            lambda a: 0 <= a.batchDims <= min(axis_of(a.dim, len(a.self.shape)), len(a.index.shape)),
        ),
        Invalid("index", "must begin with the batches of self", _batches_agree),
        Invalid("mode", "must be 0 or 1", lambda a: a.mode in (0, 1)),
    ),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array, batchDims: int) -> Array:
    values, chosen = np.atleast_1d(self), np.atleast_1d(index)
    axis = axis_of(dim, values.ndim)
    chosen = checked(chosen, values.shape[axis], "index")
    batches = values.shape[:batchDims]
    if not batches:
        return np.take(values, chosen, axis=axis)
    results = [np.take(values[at], chosen[at], axis=axis - batchDims) for at in np.ndindex(*batches)]
    return np.reshape(results, (*batches, *results[0].shape)) if results else np.empty(0, values.dtype)
