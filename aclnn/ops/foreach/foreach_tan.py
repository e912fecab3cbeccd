"""aclnnForeachTan."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.tan import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachTan",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The tangent of each element of each tensor.",
    page="foreach/foreach_tan/docs/aclnnForeachTan",
    families=MAIN,
)
