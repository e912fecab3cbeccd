"""aclnnQuantize."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, EIGHT, FLOAT, INT8, INT32, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared import quantisation as q
from aclnn.shared.limits import lacks, rank_limit

OLDER = ("A2", "A3", "310P")


def _bf16_only(a: Arguments) -> bool:
    zero = a.zeroPoints
    return zero is None or zero.dtype != BF16 or a.x.dtype == a.scales.dtype == BF16


op = Operator(
    "Quantize",
    In("x", FLOATS),
    In("scales", FLOATS),
    OptionalIn("zeroPoints", (INT32, INT8, UINT8, FLOAT, BF16)),
    Attribute("dtype", "aclDataType"),
    Attribute("axis", "int32_t"),
    Out("out", (INT8, UINT8, INT32, *EIGHT), shape=shape_of("x")),
    summary="x over scales plus zeroPoints, rounded to a quantised type.",
    page="quant/quantize/docs/aclnnQuantize",
    families=(*MAIN, "310P"),
    limits=(
        lacks("x", (FLOAT,), ("310P",)),
        lacks("zeroPoints", (FLOAT,), OLDER),
        Invalid(
            "scales", "must have the type of x, or any where that is FLOAT",
            lambda a: a.x.dtype in (FLOAT, a.scales.dtype),
        ),
        Invalid("zeroPoints", "must not be BF16 unless x and scales are", _bf16_only, OLDER),
        Invalid("out", "must have the type that dtype names", lambda a: a.out.dtype == a.dtype),
        rank_limit("x", 1),
        rank_limit("scales", 1, 1),
        rank_limit("zeroPoints", 1, 1),
        Invalid(
            "zeroPoints", "must have the size of scales",
            lambda a: a.zeroPoints is None or a.zeroPoints.shape == a.scales.shape,
        ),
        Invalid("axis", "must be a dimension of x", lambda a: -len(a.x.shape) <= a.axis < len(a.x.shape)),
        Invalid(
            "scales", "must be 1 long or as long as x at axis",
            lambda a: a.scales.shape[0] in (1, a.x.shape[a.axis]),
        ),
    ),
)  # fmt: skip


def _along(values: Array, rank: int, axis: int) -> Array:
    shape = [1] * rank
    shape[axis] = values.size
    return values.reshape(shape)


@op.kernel
def kernel(x: Array, scales: Array, zeroPoints: Array | None, axis: int, call: Arguments) -> Array:
    values = x / _along(scales, x.ndim, axis)
    if zeroPoints is not None:
        values = values + _along(zeroPoints.astype(np.float32), x.ndim, axis)
    return np.rint(values) if call.out.dtype == INT32 else q.rounded(values, call.out.dtype)
