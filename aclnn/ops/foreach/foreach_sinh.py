"""aclnnForeachSinh."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.sinh import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachSinh",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The hyperbolic sine of each element of each tensor.",
    page="foreach/foreach_sinh/docs/aclnnForeachSinh",
    families=MAIN,
)
