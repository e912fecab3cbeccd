"""aclnnForeachExp."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.exp import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachExp",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The exponential of each element of each tensor.",
    page="foreach/foreach_exp/docs/aclnnForeachExp",
    families=MAIN,
)
