"""aclnnAscendAntiQuant."""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared import quantisation as q
from aclnn.shared.limits import lacks, same_shape


def _shape(a: Arguments) -> Dims:
    shape: Dims = a.x.shape
    if a.x.dtype != INT32:
        return shape
    return (*shape[:-1], shape[-1] * q.NIBBLES) if shape else (q.NIBBLES,)


op = Operator(
    "AscendAntiQuant",
    In("x", (INT8, INT32)),
    In("scale", (FLOAT, BF16)),
    OptionalIn("offset", like="scale"),
    Attribute("dstType", "int64_t"),
    Attribute("sqrtMode", "bool"),
    Out("y", (FLOAT16, BF16), shape=Shape("`x` (eight times as long as INT32)", _shape), const=True),
    summary="Quantised numbers plus offset times scale (its square with sqrtMode); INT32 is eight INT4.",
    page="quant/ascend_anti_quant_v2/docs/aclnnAscendAntiQuant",
    families=("A2", "A3", "310P"),
    limits=(
        lacks("x", (INT32,), ("310P",)),
        q.type_code("dstType", "y"),
        Invalid("scale", "must have one dimension", lambda a: len(a.scale.shape) == 1),
        Invalid("scale", "must not be empty", lambda a: a.scale.size > 0),
        Invalid(
            "scale", "must be 1 long or as long as the last dimension of y",
            lambda a: a.scale.shape[0] in (1, *_shape(a)[-1:]),
        ),
        same_shape("offset", "scale"),
    ),
)  # fmt: skip


@op.kernel
def kernel(x: Array, scale: Array, offset: Array | None, sqrtMode: bool, call: Arguments) -> Array:
    numbers = q.unpacked(x) if call.x.dtype == INT32 else x
    values = numbers.astype(scale.dtype)
    if offset is not None:
        values = values + offset
    return (values * scale * scale if sqrtMode else values * scale).reshape(call.y.shape)
