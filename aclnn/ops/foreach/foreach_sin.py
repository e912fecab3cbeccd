"""aclnnForeachSin."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.sin import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachSin",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The sine of each element of each tensor.",
    page="foreach/foreach_sin/docs/aclnnForeachSin",
    families=MAIN,
)
