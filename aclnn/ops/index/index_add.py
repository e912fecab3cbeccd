"""aclnnIndexAdd."""

from __future__ import annotations

from typing import Any

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out, Scalar
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, promoted
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit


def _fits(a: Arguments) -> bool:
    shape, source = a.self.shape or (1,), a.source.shape or (1,)
    return bool(with_length(shape, axis_of(a.dim, len(shape)), a.index.size) == source)


op = Operator(
    "IndexAdd",
    In("self", BASIC),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    In("source", like="self"),
    Scalar("alpha"),
    Out("out", like="self", shape=shape_of("self")),
    summary="A tensor to whose elements along a dimension, named by an index, alpha times those of another are added.",
    page="index/inplace_scatter_add/docs/aclnnIndexAdd",
    families=MAIN,
    computes=promoted("self", "source"),
    limits=(
        axis_limit(),
        rank_limit("index", 0, 1),
        Invalid("source", "must have the shape of self, but along dim the length of index", _fits),
    ),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array, source: Array, alpha: Array) -> Array:
    result = np.atleast_1d(self.copy())
    axis = axis_of(dim, result.ndim)
    chosen = checked(np.atleast_1d(index), result.shape[axis], "index")
    terms = source & alpha if source.dtype == bool else alpha * source
    where: tuple[Any, ...] = (slice(None),) * axis + (chosen,)
    np.add.at(result, where, terms.reshape(source.shape or (1,)).astype(result.dtype))
    return result.reshape(self.shape)
