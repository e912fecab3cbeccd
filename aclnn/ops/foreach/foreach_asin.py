"""aclnnForeachAsin."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.asin import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachAsin",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The arc sine of each element of each tensor.",
    page="foreach/foreach_asin/docs/aclnnForeachAsin",
    families=MAIN,
)
