"""aclnnGelu."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.lazy import Array
from aclnn.shared.elementwise import unary
from aclnn.shared.gelus import gelu

op = unary(
    "Gelu",
    FLOATS,
    summary="Each element times the normal distribution below it, approximated by tanh as the page has it.",
    page="activation/gelu/docs/aclnnGelu",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return gelu(self, approximate=True)
