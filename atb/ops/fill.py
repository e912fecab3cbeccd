"""FillOperation: a constant where a mask says so, or everywhere."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, BOOL, FLOAT16, INT8, INT32, UNDEFINED
from aclnn.formats import ND
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import MOST_DIMS, Desc


def _broadcasts(a: Any) -> bool:
    if a.mask is None:
        return True
    if len(a.mask.shape) > len(a.x.shape):
        return False
    ends = a.x.shape[len(a.x.shape) - len(a.mask.shape) :]
    return all(length in (1, end) for length, end in zip(a.mask.shape, ends))


class FillOperation(Operation):
    """x with `value` where mask is not zero; without a mask, FLOAT16 of the shape outDim."""

    name = "FillOperation"
    param_type = "infer::FillParam"
    fields = (Field("withMask", "bool"), Field("value", "doubles"), Field("outDim", "ints"), Field("rsv", "reserved"))
    outputs = ("output",)
    created = (
        Limit("value", "must be one number", lambda a: len(a.param.value) == 1, status.INVALID_PARAM),
        Limit(
            "outDim",
            "must have 1 to 8 lengths without a mask",
            lambda a: a.param.withMask or 0 < len(a.param.outDim) <= MOST_DIMS,
            status.INVALID_PARAM,
        ),
    )
    limits = (Limit("mask", "must broadcast to x", _broadcasts, status.INVALID_TENSOR_DIM),)
    prepared = (
        Limit(
            "output",
            "must have the shape of x, or outDim",
            lambda a: a.output.shape == (a.x.shape if a.param.withMask else a.param.outDim),
            status.INVALID_TENSOR_DIM,
        ),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        return ("x", "mask") if self.param.withMask else ()

    @property
    def combinations(self) -> tuple[Combination, ...]:
        if not self.param.withMask:
            return (Combination((), (FLOAT16,)),)
        return tuple(Combination((x, mask), (x,)) for x in (FLOAT16, INT32, BF16) for mask in (BOOL, INT8))

    def call(self, inputs: Any, outputs: Any = ()) -> Any:
        call = super().call(inputs, outputs)
        call.mask = getattr(call, "mask", None)
        return call

    def infer(self, call: Any) -> list[Desc]:
        if self.param.withMask:
            return [call.x]
        return [Desc(UNDEFINED, ND, (), 0)._replace(dtype=FLOAT16).with_shape(self.param.outDim)]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        value = np.float32(self.param.value[0])
        if self.param.withMask:
            compute(lambda x, mask: np.where(mask != 0, value, x), (call.output,), call.x, call.mask)
        else:
            compute(lambda: value, (call.output,))
