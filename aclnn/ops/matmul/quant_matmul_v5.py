"""aclnnQuantMatmulV5 and aclnnQuantMatmulWeightNz.

Simulated are the products of INT8 and of INT4 (also eight in an INT32), with a scale for all or each column, and for
each row. Not simulated, and refused: groups within a row, INT8 with INT4, 8-bit and 4-bit floats, yScale and yOffset.
"""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT4, INT8, INT32, INT64, UINT64
from aclnn.formats import FRACTAL_NZ
from aclnn.lazy import Array
from aclnn.shared import quant_matmul


def _absent(name: str) -> Limit:
    """torch_npu hands empty tensors over for what is not there."""
    return Invalid(
        name, "must be null or empty", lambda a: getattr(a, name) is None or getattr(a, name).size == 0
    )  # fmt: skip


UNUSED = tuple(map(_absent, ("yScale", "x1Offset", "yOffset")))
op = Operator(
    "QuantMatmulV5",
    In("x1", (INT8, INT4, INT32)),
    In("x2", (INT8, INT4, INT32)),
    OptionalIn("x1Scale", (FLOAT,)),
    In("x2Scale", (UINT64, INT64, FLOAT, BF16)),
    OptionalIn("yScale", (UINT64, INT64, FLOAT)),
    OptionalIn("x1Offset", (FLOAT, FLOAT16, BF16)),
    OptionalIn("x2Offset", (FLOAT,)),
    OptionalIn("yOffset", (FLOAT, FLOAT16, BF16)),
    OptionalIn("bias", (INT32, BF16, FLOAT16, FLOAT)),
    Attribute("transposeX1", "bool"),
    Attribute("transposeX2", "bool"),
    Attribute("groupSize", "int64_t"),
    Out("out", (FLOAT16, BF16, INT8, INT32), shape=quant_matmul.OUT_SHAPE),
    summary="The product of quantised matrices, dequantised by scales of columns and rows, or quantised again.",
    page="matmul/quant_batch_matmul_v4/docs/aclnnQuantMatmulV5",
    families=(*MAIN, "310P"),
    is_empty=lambda a: a.x1.size == 0 or a.out.size == 0,
    limits=(
        *UNUSED,
        Invalid("groupSize", "must be 0: groups within rows are not simulated", lambda a: a.groupSize == 0),
        *quant_matmul.LIMITS,
    ),
)
op.form(
    "QuantMatmulWeightNz",
    changed=(In("x2", (INT8,), formats=(FRACTAL_NZ,)),),
    page="matmul/quant_batch_matmul_v3/docs/aclnnQuantMatmulWeightNz",
    header="aclnn_quant_matmul_weight_nz.h",
    limits=(
        Invalid("x2", "must have format FRACTAL_NZ", lambda a: a.x2.format == FRACTAL_NZ),
        *op.limits,
    ),
)


@op.kernel
def kernel(
    x1: Array, x2: Array, x1Scale: Array | None, x2Scale: Array, bias: Array | None, call: Arguments
) -> Array:  # fmt: skip
    return quant_matmul.product(call, x1, x2, x2Scale, x1Scale, bias)
