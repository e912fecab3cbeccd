"""OnehotOperation: indices as rows with a single one."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import INT32, INT64
from atb import status
from atb.declare import Field, Limit, Operation, same
from atb.tensors import MOST_DIMS, Desc


def _is_number(x: Desc) -> bool:
    return x.shape == (1,)


class OnehotOperation(Operation):
    """`one` where the index along a new axis is the element of x, else `zero`."""

    name = "OnehotOperation"
    param_type = "infer::OnehotParam"
    fields = (Field("axis"), Field("depth"), Field("rsv", "reserved"))
    inputs = ("x", "one", "zero")
    outputs = ("output",)
    combinations = same(3, INT32, INT64)
    created = (Limit("axis", "must be at least -1", lambda a: a.param.axis >= -1, status.INVALID_PARAM),)
    limits = (
        Limit("x", "must have at most 7 dimensions", lambda a: len(a.x.shape) < MOST_DIMS, status.INVALID_TENSOR_SIZE),
        Limit(
            "one",
            "must have the shape [1], like zero",
            lambda a: _is_number(a.one) and _is_number(a.zero),
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "axis", "must be a dimension of the output", lambda a: a.param.axis <= len(a.x.shape), status.INVALID_PARAM
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have a dimension more than x",
            lambda a: a.output.rank == len(a.x.shape) + 1,
            status.INVALID_TENSOR_SIZE,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        shape = list(call.x.shape)
        shape.insert(self.param.axis if self.param.axis >= 0 else len(shape), self.param.depth)
        return [call.x.with_shape(shape)]

    def run(self, call: Any) -> None:
        from aclnn.ops.math.one_hot import kernel
        from atb.arrays import compute

        compute(kernel, (call.output,), call.x, self.param.depth, call.one, call.zero, self.param.axis)
