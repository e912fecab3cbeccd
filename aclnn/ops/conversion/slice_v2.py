"""aclnnSliceV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, IntArray, Invalid, Limit, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.axes import axes_are_valid, axis_of
from aclnn.shared.limits import rank_limit
from aclnn.shared.slices import bounds, count


def _shape(a: Arguments) -> Dims:
    shape = list(a.self.shape)
    for axis, start, end, step in zip(a.axes, a.starts, a.ends, a.steps):
        shape[axis] = count(start, end, step, shape[axis])
    return tuple(shape)


def _is_as_long(name: str) -> Limit:
    return Invalid(name, "must have as many elements as starts", lambda a: len(getattr(a, name)) == len(a.starts))


op = Operator(
    "SliceV2",
    In("self", (FLOAT, FLOAT16, BF16, INT32, INT64, INT8, UINT8, BOOL)),
    IntArray("starts"),
    IntArray("ends"),
    IntArray("axes"),
    IntArray("steps"),
    Out("out", like="self", shape=Shape("`self`, along `axes` what the slices take", _shape)),
    summary="Every step-th element from start up to end along several dimensions.",
    page="conversion/strided_slice_v3/docs/aclnnSliceV2",
    families=(*MAIN, "910"),
    limits=(
        rank_limit("self", 1),
        *map(_is_as_long, ("ends", "axes", "steps")),
        Invalid(
            "axes",
            "must be dimensions of self, none of them twice",
            lambda a: axes_are_valid(a.axes, len(a.self.shape)),
        ),
        Invalid("steps", "must be positive", lambda a: all(step > 0 for step in a.steps)),
    ),
)


@op.kernel
def kernel(self: Array, starts: Dims, ends: Dims, axes: Dims, steps: Dims) -> Array:
    chosen = [slice(None)] * self.ndim
    for axis, start, end, step in zip(axes, starts, ends, steps):
        first, last = bounds(start, end, self.shape[axis])
        chosen[axis_of(axis, self.ndim)] = slice(first, last, step)
    return self[tuple(chosen)]
