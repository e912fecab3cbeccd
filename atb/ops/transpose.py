"""TransposeOperation: the axes in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT16, INT8, INT32, INT64
from atb import status
from atb.declare import Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc


class TransposeOperation(Operation):
    """The tensor with its axes in the order of perm."""

    name = "TransposeOperation"
    param_type = "infer::TransposeParam"
    fields = (Field("perm", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    combinations = same(1, FLOAT16, INT64, BF16, INT8, INT32)
    limits = (
        Limit(
            "perm",
            "must be the dimensions of x, each of them once",
            lambda a: sorted(a.param.perm) == list(range(len(a.x.shape))),
            status.INVALID_PARAM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape([call.x.shape[axis] for axis in self.param.perm])]

    def run(self, call: Any) -> None:
        from aclnn.ops.conversion.permute import kernel
        from atb.arrays import compute

        compute(kernel, (call.output,), call.x, self.param.perm)
