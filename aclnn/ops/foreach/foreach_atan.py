"""aclnnForeachAtan."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.atan import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachAtan",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The arc tangent of each element of each tensor.",
    page="foreach/foreach_atan/docs/aclnnForeachAtan",
    families=MAIN,
)
