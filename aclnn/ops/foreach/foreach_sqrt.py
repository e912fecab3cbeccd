"""aclnnForeachSqrt."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.sqrt import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachSqrt",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES),
    summary="The square root of each element of each tensor.",
    page="foreach/foreach_sqrt/docs/aclnnForeachSqrt",
    families=MAIN,
)
