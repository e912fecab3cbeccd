"""aclnnForeachExpm1."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.expm1 import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachExpm1",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The exponential of each element of each tensor minus one.",
    page="foreach/foreach_expm1/docs/aclnnForeachExpm1",
    families=MAIN,
)
