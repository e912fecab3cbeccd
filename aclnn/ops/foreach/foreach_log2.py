"""aclnnForeachLog2."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.log2 import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachLog2",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The logarithm to base 2 of each element of each tensor.",
    page="foreach/foreach_log2/docs/aclnnForeachLog2",
    families=MAIN,
)
