"""CumsumOperation: running sums along an axis."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT16
from atb import status
from atb.declare import Field, Limit, Operation, same
from atb.tensors import Desc


class CumsumOperation(Operation):
    """Each element plus all before it along the axis."""

    name = "CumsumOperation"
    param_type = "infer::CumsumParam"
    fields = (Field("axes", "ints"), Field("exclusive", "bool"), Field("reverse", "bool"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    combinations = same(1, FLOAT16, BF16)
    created = (
        Limit("axes", "must be one axis", lambda a: len(a.param.axes) == 1, status.INVALID_PARAM),
        Limit("reverse", "must be false", lambda a: not a.param.reverse, status.INVALID_PARAM),
        Limit("exclusive", "must be false", lambda a: not a.param.exclusive, status.INVALID_PARAM),
    )
    limits = (
        Limit(
            "axes", "must be a dimension of x", lambda a: 0 <= a.param.axes[0] < len(a.x.shape), status.INVALID_PARAM
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x]

    def run(self, call: Any) -> None:
        from aclnn.ops.math.cumsum import kernel
        from atb.arrays import compute

        compute(kernel, (call.output,), call.x, self.param.axes[0])
