"""SwigluQuantOperation: SwiGLU of two halves, quantised with a scale for each row."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

WIDEST_950 = 10145  # row
WIDEST = 192 * 1024 // 25  # half of a row, rounded up to 32 bytes


class SwigluQuantOperation(Operation):
    """The rows of SwiGLU, each scaled so that its largest element becomes 127, and what one step of each is worth."""

    name = "SwigluQuantOperation"
    param_type = "infer::SwigluQuantParam"
    fields = (Field("quantType"), Field("rsv", "reserved"))
    families = ("A2", "A3", "950")
    inputs = ("x",)
    outputs = ("y", "scale")
    combinations = tuple(Combination((t,), (INT8, FLOAT)) for t in (FLOAT16, BF16))
    created = (
        Limit("quantType", "must be QUANT_TYPE_PER_TOKEN", lambda a: a.param.quantType == 0, status.INVALID_PARAM),
    )
    limits = (
        Limit("x", "must have 2 dimensions", lambda a: len(a.x.shape) == 2, status.INVALID_TENSOR_DIM_NUM),
        Limit("x", "must have an even last dimension", lambda a: a.x.shape[1] % 2 == 0, status.INVALID_TENSOR_DIM),
        Limit(
            "x",
            f"must have rows of at most {WIDEST_950} elements on this product",
            lambda a: a.x.shape[1] <= WIDEST_950,
            status.INVALID_TENSOR_DIM,
            ("950",),
        ),
        Limit(
            "x",
            f"must have half rows of less than {WIDEST} elements on this product, rounded up to 16",
            lambda a: -(-a.x.shape[1] // 32) * 16 < WIDEST,
            status.INVALID_TENSOR_DIM,
            ("A2", "A3"),
        ),
    )
    prepared = (
        Limit(
            "y",
            "must have half the last dimension of x",
            lambda a: a.y.shape == (a.x.shape[0], a.x.shape[1] // 2),
            status.INVALID_TENSOR_DIM,
        ),
        Limit("scale", "must have the rows of x", lambda a: a.scale.shape == a.x.shape[:1], status.INVALID_TENSOR_DIM),
    )

    def infer(self, call: Any) -> list[Desc]:
        rows, columns = call.x.shape
        half = call.x.with_shape((rows, columns // 2))
        return [half._replace(dtype=INT8), half.with_shape((rows,))._replace(dtype=FLOAT)]

    def run(self, call: Any) -> None:
        import numpy as np

        from aclnn.ops.activation.swi_glu import kernel
        from atb.arrays import compute
        from atb.elements import to_int8

        def quantised(x: Any) -> Any:
            y = kernel(x, -1)
            scale = np.float32(127) / np.abs(y).max(axis=-1, keepdims=True)
            return to_int8(y * scale), (1 / scale)[:, 0]

        compute(quantised, (call.y, call.scale), call.x)
