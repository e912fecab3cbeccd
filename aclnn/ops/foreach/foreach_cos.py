"""aclnnForeachCos."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.cos import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachCos",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The cosine of each element of each tensor.",
    page="foreach/foreach_cos/docs/aclnnForeachCos",
    families=MAIN,
)
