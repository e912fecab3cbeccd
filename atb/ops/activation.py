"""ActivationOperation: nine activation functions, chosen by activationType."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same
from atb.tensors import Desc

RELU, GELU, FAST_GELU, SWISH, LOG, SWIGLU_FORWARD, SWIGLU_BACKWARD, SIGMOID, FASTER_GELU = range(1, 10)
TYPES = {
    RELU: (FLOAT, BF16),
    FAST_GELU: (FLOAT16, BF16),
    SWISH: (FLOAT16, BF16),
    SIGMOID: (FLOAT16, BF16),
}
OF_950 = (GELU, SWISH, SIGMOID, SWIGLU_FORWARD)


def _halved(x: Desc) -> tuple[int, ...]:
    return (*x.shape[:-1], x.shape[-1] // 2)


class ActivationOperation(Operation):
    """An activation function of each element, SwiGLU of two halves of the last axis, or the gradient of SwiGLU."""

    name = "ActivationOperation"
    param_type = "infer::ActivationParam"
    fields = (
        Field("activationType"),
        Field("scale", "double"),
        Field("dim"),
        Field("geluMode"),
        Field("rsv", "reserved"),
    )
    outputs = ("y",)
    created = (
        Limit(
            "activationType",
            "must be a type of 1 to 9",
            lambda a: RELU <= a.param.activationType <= FASTER_GELU,
            status.INVALID_PARAM,
        ),
        Limit("dim", "must be -1", lambda a: a.param.dim == -1, status.INVALID_PARAM),
        Limit(
            "activationType",
            "must be GELU, SWISH, SIGMOID or SWIGLU_FORWARD on this product",
            lambda a: a.param.activationType in OF_950,
            status.INVALID_PARAM,
            ("950",),
        ),
    )
    limits = (
        Limit(
            "x",
            "must have the shape of yGrad but for twice its last dimension",
            lambda a: (
                a.param.activationType != SWIGLU_BACKWARD
                or (a.x.rank == a.yGrad.rank and a.x.shape == (*a.yGrad.shape[:-1], 2 * a.yGrad.shape[-1]))
            ),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "x",
            "must have a last dimension that is a multiple of 32 for SWIGLU_FORWARD on this product",
            lambda a: a.param.activationType != SWIGLU_FORWARD or a.x.shape[-1] % 32 == 0,
            status.INVALID_TENSOR_DIM,
            ("310P",),
        ),
    )
    prepared = (
        Limit(
            "x",
            "must have an even last dimension for SWIGLU_FORWARD",
            lambda a: a.param.activationType != SWIGLU_FORWARD or a.x.shape[-1] % 2 == 0,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "y",
            "must have the shape of x, for SWIGLU_FORWARD of half of it",
            lambda a: a.y.shape == (_halved(a.x) if a.param.activationType == SWIGLU_FORWARD else a.x.shape),
            status.INVALID_TENSOR_DIM,
        ),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        return ("yGrad", "x") if self.param.activationType == SWIGLU_BACKWARD else ("x",)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        types = TYPES.get(self.param.activationType, (FLOAT, FLOAT16, BF16))
        if self.family == "950" and self.param.activationType == SWISH:
            types = (FLOAT16, FLOAT)
        return same(len(self.inputs), *types)

    def infer(self, call: Any) -> list[Desc]:
        x: Desc = call.x
        return [x.with_shape(_halved(x)) if self.param.activationType == SWIGLU_FORWARD else x]

    def run(self, call: Any) -> None:
        from atb.activations import KERNELS
        from atb.arrays import compute

        compute(KERNELS[self.param.activationType], (call.y,), self.param, *(getattr(call, n) for n in self.inputs))
