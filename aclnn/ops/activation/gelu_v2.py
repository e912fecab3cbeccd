"""aclnnGeluV2."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, Invalid
from aclnn.lazy import Array
from aclnn.shared.elementwise import unary
from aclnn.shared.gelus import gelu

op = unary(
    "GeluV2",
    FLOATS,
    (),
    Attribute("approximate", "int64_t"),
    field="x",
    result="y",
    summary="Each element times the normal distribution below it, or its approximation by tanh.",
    page="activation/gelu_v2/docs/aclnnGeluV2",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("approximate", "must be 0 (exact) or 1 (tanh)", lambda a: a.approximate in (0, 1)),),
)


@op.kernel
def kernel(x: Array, approximate: int) -> Array:
    return gelu(x, bool(approximate))
