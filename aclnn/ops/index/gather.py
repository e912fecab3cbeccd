"""aclnnGather."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.indices import checked


def _fits(a: Arguments) -> bool:
    axis = axis_of(a.dim, len(a.self.shape))
    pairs = enumerate(zip(a.index.shape, a.self.shape))
    return all(at == axis or chosen <= length for at, (chosen, length) in pairs)


def _has_source(a: Arguments) -> bool:
    return a.index.size == 0 or not a.self.shape or a.self.shape[axis_of(a.dim, len(a.self.shape))] > 0


op = Operator(
    "Gather",
    In("self", (*BASIC, *UNSIGNED)),
    Attribute("dim", "int64_t"),
    In("index", (INT32, INT64)),
    Out("out", like="self", shape=shape_of("index")),
    summary="Each element is the one along a dimension that the index in its place names.",
    page="index/gather_elements_v2/docs/aclnnGather",
    families=("A2", "A3"),
    limits=(
        Invalid("index", "must have as many dimensions as self", lambda a: len(a.index.shape) == len(a.self.shape)),
        axis_limit(),
        Invalid("index", "must not be longer than self but along dim", _fits),
        Invalid("self", "must not be empty along dim where index has elements", _has_source),
    ),
)


@op.kernel
def kernel(self: Array, dim: int, index: Array) -> Array:
    values, chosen = np.atleast_1d(self), np.atleast_1d(index)
    axis = axis_of(dim, values.ndim)
    chosen = checked(chosen, values.shape[axis], "index", negative=True)
    kept = tuple(slice(None) if at == axis else slice(length) for at, length in enumerate(chosen.shape))
    return np.take_along_axis(values[kept], chosen, axis).reshape(index.shape)
