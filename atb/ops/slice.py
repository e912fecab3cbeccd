"""SliceOperation: a block of a tensor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT8, INT32, UINT32
from atb import status
from atb.declare import Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc


def _bounds(a: Any) -> list[tuple[int, int]]:
    """(first, behind the last) along each axis; a negative offset counts from the end, a size of -1 goes up to it."""
    found = []
    for offset, size, length in zip(a.param.offsets, a.param.size, a.x.shape):
        first = offset + length if offset < 0 else offset
        found.append((first, length if size == -1 else first + size))
    return found


def _lengths(a: Any) -> tuple[int, ...]:
    return tuple(last - first for first, last in _bounds(a))


class SliceOperation(Operation):
    """The block that begins at `offsets` and has `size`."""

    name = "SliceOperation"
    param_type = "infer::SliceParam"
    fields = (Field("offsets", "ints"), Field("size", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    combinations = same(1, FLOAT16, FLOAT, INT8, BOOL, INT32, UINT32, BF16)
    limits = (
        Limit(
            "size",
            "must have as many elements as offsets and as x has dimensions",
            lambda a: len(a.param.size) == len(a.param.offsets) == len(a.x.shape),
            status.INVALID_PARAM,
        ),
        Limit(
            "offsets",
            "must not be less than minus the length of x",
            lambda a: all(offset >= -length for offset, length in zip(a.param.offsets, a.x.shape)),
            status.INVALID_PARAM,
        ),
        Limit("size", "must not be less than -1", lambda a: min(a.param.size) >= -1, status.INVALID_PARAM),
        Limit(
            "size",
            "must end within x",
            lambda a: all(last <= length for (_, last), length in zip(_bounds(a), a.x.shape)),
            status.INVALID_PARAM,
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have the lengths of size",
            lambda a: a.output.shape == _lengths(a),
            status.INVALID_TENSOR_DIM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(_lengths(call))]

    def run(self, call: Any) -> None:
        from aclnn.ops.conversion.slice_v2 import kernel
        from atb.arrays import compute

        starts, ends = zip(*_bounds(call))
        axes = tuple(range(len(starts)))
        compute(kernel, (call.output,), call.x, starts, ends, axes, (1,) * len(axes))
