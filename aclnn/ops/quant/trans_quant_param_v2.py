"""aclnnTransQuantParamV2."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import FLOAT, INT64, UINT64
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import rank_limit
from aclnn.shared.quant_matmul import packed_scale


def _shape(a: Arguments) -> Dims:
    shape: Dims = a.scale.shape
    if a.offset is None or len(shape) == 2:
        return shape
    return (max(shape[-1], a.offset.shape[-1]),)


def _fits(a: Arguments) -> bool:
    """Of one row, whose lengths are equal or 1."""
    if a.offset is None:
        return True
    rows = [shape[0] for shape in (a.scale.shape, a.offset.shape) if len(shape) == 2]
    lengths = {a.scale.shape[-1], a.offset.shape[-1]}
    return all(row == 1 for row in rows) and len(lengths - {1}) <= 1


op = Operator(
    "TransQuantParamV2",
    In("scale", (FLOAT,)),
    OptionalIn("offset", (FLOAT,)),
    Out("out", (UINT64, INT64), shape=Shape("`scale`, in one dimension the longer of `scale` and `offset`", _shape),
        const=True),
    summary="Scales as the cube unit takes them: 19 bits of each, and the 9 bits of a whole offset, in 64 bits.",
    page="quant/trans_quant_param_v2/docs/aclnnTransQuantParamV2",
    families=(*MAIN, "310P"),
    limits=(
        rank_limit("scale", 1, 2),
        rank_limit("offset", 1, 2),
        Invalid("scale", "must not be empty", lambda a: a.scale.size > 0),
        Invalid("offset", "must not be empty", lambda a: a.offset is None or a.offset.size > 0),
        Invalid("offset", "must be a row as long as scale, or one of both a single number", _fits),
    ),
)  # fmt: skip


@op.kernel
def kernel(scale: Array, offset: Array | None, call: Arguments) -> Array:
    return packed_scale(scale, offset).reshape(call.out.shape)
