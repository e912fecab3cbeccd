"""aclnnAddcdiv and aclnnInplaceAddcdiv."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out, Scalar
from aclnn.dtypes import INT64
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import broadcast

op = Operator(
    "Addcdiv",
    In("self", (*FLOATING, INT64)),
    In("tensor1", (*FLOATING, INT64)),
    In("tensor2", (*FLOATING, INT64)),
    Scalar("value"),
    Out("out", (*FLOATING, INT64), shape=broadcast("self", "tensor1", "tensor2"), const=True),
    summary="self plus value times the quotient of tensor1 and tensor2.",
    page="math/addcdiv/docs/aclnnAddcdiv&aclnnInplaceAddcdiv",
    families=(*MAIN, "910"),
    computes=promoted("self", "tensor1", "tensor2"),
)
op.form("InplaceAddcdiv", inplace="self", const=True)


@op.kernel
def kernel(self: Array, tensor1: Array, tensor2: Array, value: Array) -> Array:
    return self + value * (tensor1 / tensor2)
