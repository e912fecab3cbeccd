"""WhereOperation: elements of one tensor or another, as a condition says."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import FLOAT16, INT8
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.shapes import broadcast
from atb.tensors import Desc


class WhereOperation(Operation):
    """The elements of x where the condition is not zero, else those of y."""

    name = "WhereOperation"
    param_type = "infer::WhereParam"
    fields = (Field("rsv", "reserved"),)
    inputs = ("cond", "x", "y")
    outputs = ("output",)
    combinations = (Combination((INT8, FLOAT16, FLOAT16), (FLOAT16,)),)
    limits = (
        Limit(
            "cond",
            "must broadcast to x",
            lambda a: broadcast(a.cond, a.x) == a.x.shape,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "cond",
            "must broadcast to y",
            lambda a: broadcast(a.cond, a.y) == a.y.shape,
            status.INVALID_TENSOR_DIM,
        ),
        Limit("y", "must broadcast with x", lambda a: 0 not in broadcast(a.x, a.y), status.INVALID_TENSOR_DIM),
    )
    prepared = (
        Limit(
            "output",
            "must have as many dimensions as x and y broadcast to each other",
            lambda a: a.output.rank == len(broadcast(a.x, a.y)),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "output",
            "must have the shape of x and y broadcast to each other",
            lambda a: a.output.shape == broadcast(a.x, a.y),
            status.INVALID_TENSOR_DIM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(broadcast(call.x, call.y))]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        compute(lambda cond, x, y: np.where(cond != 0, x, y), (call.output,), call.cond, call.x, call.y)
