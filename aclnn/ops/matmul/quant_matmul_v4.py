"""aclnnQuantMatmulV4, and aclnnQuantMatmulV3 without scales of rows."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT4, INT8, INT32, INT64, UINT64
from aclnn.formats import FRACTAL_NZ
from aclnn.lazy import Array
from aclnn.shared import quant_matmul

op = Operator(
    "QuantMatmulV4",
    In("x1", (INT8, INT4, INT32)),
    In("x2", (INT8, INT4, INT32), formats=(FRACTAL_NZ,)),
    In("scale", (UINT64, INT64, FLOAT, BF16), field="x2Scale"),
    OptionalIn("offset", (FLOAT,), field="x2Offset"),
    OptionalIn("pertokenScaleOptional", (FLOAT,), field="x1Scale"),
    OptionalIn("bias", (INT32, BF16, FLOAT16, FLOAT)),
    Attribute("transposeX1", "bool"),
    Attribute("transposeX2", "bool"),
    Out("out", (FLOAT16, BF16, INT8, INT32), shape=quant_matmul.OUT_SHAPE, const=True),
    summary="The product of quantised matrices, dequantised by scales of columns and rows, or quantised again.",
    page="matmul/quant_batch_matmul_v3/docs/aclnnQuantMatmulV4",
    families=(*MAIN, "310P"),
    is_empty=lambda a: a.x1.size == 0 or a.out.size == 0,
    limits=quant_matmul.LIMITS,
)
op.form(
    "QuantMatmulV3",
    without=("x1Scale",),
    page="matmul/quant_batch_matmul_v3/docs/aclnnQuantMatmulV3",
    header="aclnn_quant_matmul_v3.h",
    limits=(
        *(limit for limit in quant_matmul.LIMITS if limit.parameter != "x1Scale"),
        Invalid("out", "must have a type that needs no scales of rows", quant_matmul.needs_no_row_scales),
    ),
)


@op.kernel
def kernel(
    x1: Array, x2: Array, x2Scale: Array, bias: Array | None, call: Arguments, x1Scale: Array | None = None
) -> Array:  # fmt: skip
    return quant_matmul.product(call, x1, x2, x2Scale, x1Scale, bias)
