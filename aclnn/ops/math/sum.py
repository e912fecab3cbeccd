"""aclnnSum."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, Invalid, Operator, Out
from aclnn.dtypes import FLOAT, FLOAT16, INT8, INT32, UINT8
from aclnn.lazy import Array
from aclnn.shapes import broadcast_shape

op = Operator(
    "Sum",
    InList("tensors", (FLOAT, FLOAT16, INT8, INT32, UINT8)),
    Out("out", (FLOAT, FLOAT16, INT8, INT32, UINT8)),
    summary="The sum of tensors, which are broadcast.",
    page="math/accumulate_nv2/docs/aclnnSum",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid(
            "tensors", "must not be empty or hold null tensors", lambda a: len(a.tensors) > 0 and None not in a.tensors
        ),
        Invalid(
            "tensors", "must all have the data type of out", lambda a: all(t.dtype == a.out.dtype for t in a.tensors)
        ),
        Invalid(
            "out",
            "must have the shape of the broadcast of tensors",
            lambda a: a.out.shape == broadcast_shape(*(t.shape for t in a.tensors)),
        ),
    ),
)


@op.kernel
def kernel(tensors: tuple[Array, ...]) -> Array:
    total = tensors[0]
    for tensor in tensors[1:]:
        total = total + tensor
    return total
