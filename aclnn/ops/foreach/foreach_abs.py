"""aclnnForeachAbs."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.abs import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachAbs",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The absolute value of each element of each tensor.",
    page="foreach/foreach_abs/docs/aclnnForeachAbs",
    families=MAIN,
)
