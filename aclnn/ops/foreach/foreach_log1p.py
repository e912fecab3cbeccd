"""aclnnForeachLog1p."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.log1p import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachLog1p",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The natural logarithm of one plus each element of each tensor.",
    page="foreach/foreach_log1p/docs/aclnnForeachLog1p",
    families=MAIN,
)
