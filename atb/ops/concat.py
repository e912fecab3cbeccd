"""ConcatOperation: two tensors joined along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT16, INT32, INT64
from aclnn.shared.axes import with_length
from atb import status
from atb.declare import Combination, Field, Limit, Operation, axis_from, same

if TYPE_CHECKING:
    from atb.tensors import Desc


def _axis(a: Any) -> int:
    return axis_from(a.param.concatDim, a.x)


def _fit(a: Any) -> bool:
    axis = _axis(a)
    return len(a.x.shape) == len(a.y.shape) and with_length(a.x.shape, axis, 0) == with_length(a.y.shape, axis, 0)


class ConcatOperation(Operation):
    """x, and y behind it."""

    name = "ConcatOperation"
    param_type = "infer::ConcatParam"
    fields = (Field("concatDim"), Field("rsv", "reserved"))
    inputs = ("x", "y")
    outputs = ("output",)
    limits = (
        Limit(
            "concatDim",
            "must be a dimension of x and of y",
            lambda a: 0 <= _axis(a) < min(len(a.x.shape), len(a.y.shape)),
            status.INVALID_PARAM,
        ),
        Limit("y", "must have the shape of x but for concatDim", _fit, status.INVALID_TENSOR_DIM),
    )

    @property
    def combinations(self) -> tuple[Combination, ...]:
        more = (INT8, INT16, INT32, INT64, FLOAT) if self.family == "950" else ()
        return same(2, FLOAT16, BF16, *more)

    def infer(self, call: Any) -> list[Desc]:
        axis = _axis(call)
        return [call.x.with_shape(with_length(call.x.shape, axis, call.x.shape[axis] + call.y.shape[axis]))]

    def run(self, call: Any) -> None:
        from aclnn.ops.conversion.cat import kernel
        from atb.arrays import compute

        compute(lambda x, y: kernel((x, y), self.param.concatDim), (call.output,), call.x, call.y)
