"""aclnnForeachLog10."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.log10 import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachLog10",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The logarithm to base 10 of each element of each tensor.",
    page="foreach/foreach_log10/docs/aclnnForeachLog10",
    families=MAIN,
)
