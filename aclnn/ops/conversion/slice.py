"""aclnnSlice."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axis_limit, axis_of, with_length
from aclnn.shared.limits import rank_limit
from aclnn.shared.slices import bounds, count


def _shape(a: Arguments) -> Dims:
    shape: Dims = a.self.shape
    axis = axis_of(a.dim, len(shape))
    return with_length(shape, axis, count(a.start, a.end, a.step, shape[axis]))


op = Operator(
    "Slice",
    In("self", (FLOAT, FLOAT16, BF16, INT32, INT64, INT8, UINT8, BOOL)),
    Attribute("dim", "int64_t"),
    Attribute("start", "int64_t"),
    Attribute("end", "int64_t"),
    Attribute("step", "int64_t"),
    Out("out", like="self", shape=Shape("`self`, along `dim` what the slice takes", _shape)),
    summary="Every step-th element along a dimension from start up to end, which may be beyond the dimension.",
    page="conversion/slice/docs/aclnnSlice",
    families=(*MAIN, "910"),
    limits=(
        rank_limit("self", 1),
        axis_limit(),
        Invalid("step", "must be positive", lambda a: a.step > 0),
    ),
)


@op.kernel
def kernel(self: Array, dim: int, start: int, end: int, step: int) -> Array:
    axis = axis_of(dim, self.ndim)
    first, last = bounds(start, end, self.shape[axis])
    return self[(slice(None),) * axis + (slice(first, last, step),)]
