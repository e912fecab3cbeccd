"""aclnnForeachReciprocal."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.reciprocal import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachReciprocal",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="One divided by each element of each tensor.",
    page="foreach/foreach_reciprocal/docs/aclnnForeachReciprocal",
    families=MAIN,
)
