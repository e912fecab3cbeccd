"""NonzeroOperation: where a tensor is not zero."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import INT64
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc


class NonzeroOperation(Operation):
    """The positions of all elements that are not 0, a column each and zeros behind them, and their number."""

    name = "NonzeroOperation"
    param_type = "infer::NonzeroParam"
    fields = (Field("rsv", "reserved"),)
    families = ("A2", "A3")
    inputs = ("x",)
    outputs = ("output", "numTrue")
    combinations = (Combination((INT64,), (INT64, INT64)),)
    prepared = (
        Limit("output", "must have 2 dimensions", lambda a: a.output.rank == 2, status.INVALID_TENSOR_DIM_NUM),
        Limit(
            "output",
            "must have a row for each dimension of x and a column for each of its elements",
            lambda a: a.output.shape == (len(a.x.shape), a.x.elements),
            status.INVALID_TENSOR_DIM,
        ),
        Limit("numTrue", "must have the shape [1]", lambda a: a.numTrue.shape == (1,), status.INVALID_TENSOR_DIM),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape((len(call.x.shape), call.x.elements)), call.x.with_shape((1,))]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        def nonzero(x: Any) -> Any:
            found = np.argwhere(x).T
            return np.pad(found, ((0, 0), (0, x.size - found.shape[1]))), np.array([found.shape[1]])

        compute(nonzero, (call.output, call.numTrue), call.x)
