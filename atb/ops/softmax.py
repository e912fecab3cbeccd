"""SoftmaxOperation: softmax over one axis or several neighbouring ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc


def _are_neighbours(a: Any) -> bool:
    axes = a.param.axes
    return bool(axes) and axes == tuple(range(axes[0], axes[0] + len(axes))) and 0 not in axes[1:]


class SoftmaxOperation(Operation):
    """The exponentials of the elements, divided by their sum over some axes."""

    name = "SoftmaxOperation"
    param_type = "infer::SoftmaxParam"
    fields = (Field("axes", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    limits = (
        Limit("axes", "must be one axis or ascending neighbours", _are_neighbours, status.INVALID_PARAM),
        Limit(
            "axes",
            "must be -1 or dimensions of x",
            lambda a: all(-1 <= axis < len(a.x.shape) for axis in a.param.axes),
            status.INVALID_PARAM,
        ),
    )

    @property
    def combinations(self) -> tuple[Combination, ...]:
        return same(1, FLOAT16, FLOAT) if self.family == "310B" else same(1, FLOAT16, FLOAT, BF16)

    def infer(self, call: Any) -> list[Desc]:
        return [call.x]

    def run(self, call: Any) -> None:
        from aclnn.ops.activation.softmax import kernel
        from atb.arrays import compute

        first, count = self.param.axes[0] % len(call.x.shape), len(self.param.axes)

        def softmax(x: Any) -> Any:
            """The axes count as one."""
            joined = x.reshape(*x.shape[:first], -1, *x.shape[first + count :])
            return kernel(joined, first).reshape(x.shape)

        compute(softmax, (call.output,), call.x)
