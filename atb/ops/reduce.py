"""ReduceOperation: the maximum, minimum or sum over some axes."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT16, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same
from atb.tensors import Desc

MAX, MIN, SUM = 1, 2, 3


class ReduceOperation(Operation):
    """The maximum, minimum or sum of x over some axes, which go away."""

    name = "ReduceOperation"
    param_type = "infer::ReduceParam"
    fields = (Field("reduceType"), Field("axis", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    limits = (
        Limit("reduceType", "must be 1, 2 or 3", lambda a: MAX <= a.param.reduceType <= SUM, status.INVALID_PARAM),
        Limit(
            "axis",
            "must have 1 element to as many as x has dimensions",
            lambda a: 0 < len(a.param.axis) <= len(a.x.shape),
            status.INVALID_PARAM,
        ),
        Limit(
            "axis",
            "must be dimensions of x",
            lambda a: all(0 <= axis < len(a.x.shape) for axis in a.param.axis),
            status.INVALID_PARAM,
        ),
    )

    @property
    def combinations(self) -> tuple[Combination, ...]:
        return same(1, *((FLOAT16, BF16) if self.param.reduceType == SUM else (INT32, BF16)))

    def infer(self, call: Any) -> list[Desc]:
        left = [length for axis, length in enumerate(call.x.shape) if axis not in self.param.axis]
        return [call.x.with_shape(left)]

    def run(self, call: Any) -> None:
        import numpy as np

        from aclnn.shared.reductions import along
        from atb.arrays import compute

        reduce: Any = {MAX: np.max, MIN: np.min, SUM: np.sum}[self.param.reduceType]
        compute(lambda x: along(reduce, x, self.param.axis).reshape(call.output.shape), (call.output,), call.x)
