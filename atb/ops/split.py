"""SplitOperation: a tensor cut into two or three along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT16, INT64
from aclnn.shared.axes import with_length
from atb import status
from atb.declare import Combination, Field, Limit, Operation, axis_from

if TYPE_CHECKING:
    from atb.tensors import Desc


def _axis(a: Any) -> int:
    return axis_from(a.param.splitDim, a.x)


def _lengths(a: Any) -> tuple[int, ...]:
    """Of the pieces along the axis: those asked for, else equal ones."""
    count: int = a.param.splitNum
    return tuple(a.param.splitSizes) or (a.x.shape[_axis(a)] // count,) * count


class SplitOperation(Operation):
    """Pieces of equal length, or of the lengths splitSizes."""

    name = "SplitOperation"
    param_type = "infer::SplitParam"
    fields = (Field("splitDim"), Field("splitNum"), Field("splitSizes", "ints"), Field("rsv", "reserved"))
    null_operation = status.INVALID_OPERATION_ADDR
    inputs = ("x",)
    created = (Limit("splitNum", "must be 2 or 3", lambda a: a.param.splitNum in (2, 3), status.INVALID_PARAM),)
    limits = (
        Limit("splitDim", "must be a dimension of x", lambda a: 0 <= _axis(a) < len(a.x.shape), status.INVALID_PARAM),
        Limit(
            "splitDim",
            "must not be negative with splitSizes",
            lambda a: not a.param.splitSizes or a.param.splitDim >= 0,
            status.INVALID_PARAM,
        ),
        Limit(
            "splitSizes",
            "must have splitNum positive elements",
            lambda a: (
                not a.param.splitSizes or (len(a.param.splitSizes) == a.param.splitNum and min(a.param.splitSizes) >= 1)
            ),
            status.INVALID_PARAM,
        ),
        Limit(
            "splitSizes",
            "must add up to the length of x along splitDim",
            lambda a: not a.param.splitSizes or sum(a.param.splitSizes) == a.x.shape[_axis(a)],
            status.INVALID_PARAM,
        ),
        Limit(
            "x",
            "must have a length along splitDim that splitNum divides",
            lambda a: bool(a.param.splitSizes) or a.x.shape[_axis(a)] % a.param.splitNum == 0,
            status.INVALID_TENSOR_DIM,
        ),
    )

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("output1", "output2", "output3")[: self.param.splitNum]

    @property
    def combinations(self) -> tuple[Combination, ...]:
        types = (FLOAT16, INT64, BF16) if self.param.splitNum == 2 else (FLOAT16, BF16)
        return tuple(Combination((dtype,), (dtype,) * self.param.splitNum) for dtype in types)

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(with_length(call.x.shape, _axis(call), length)) for length in _lengths(call)]

    def run(self, call: Any) -> None:
        from aclnn.ops.conversion.split_with_size import kernel
        from atb.arrays import compute

        outputs = [getattr(call, name) for name in self.outputs]
        compute(kernel, outputs, call.x, _lengths(call), _axis(call))
