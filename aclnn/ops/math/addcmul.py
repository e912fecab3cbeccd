"""aclnnAddcmul and aclnnInplaceAddcmul."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out, Scalar
from aclnn.dtypes import INT8, INT32, INT64, UINT8
from aclnn.lazy import Array
from aclnn.promotion import FLOATING, promoted
from aclnn.shapes import broadcast

op = Operator(
    "Addcmul",
    In("self", (*FLOATING, INT32, INT64, INT8, UINT8)),
    In("tensor1", (*FLOATING, INT32, INT64, INT8, UINT8)),
    In("tensor2", (*FLOATING, INT32, INT64, INT8, UINT8)),
    Scalar("value"),
    Out("out", (*FLOATING, INT32, INT64, INT8, UINT8), shape=broadcast("self", "tensor1", "tensor2")),
    summary="self plus value times the product of tensor1 and tensor2.",
    page="math/addcmul/docs/aclnnAddcmul&aclnnInplaceAddcmul",
    families=(*MAIN, "910"),
    computes=promoted("self", "tensor1", "tensor2"),
)
op.form("InplaceAddcmul", inplace="self", const=True)


@op.kernel
def kernel(self: Array, tensor1: Array, tensor2: Array, value: Array) -> Array:
    return self + value * (tensor1 * tensor2)
