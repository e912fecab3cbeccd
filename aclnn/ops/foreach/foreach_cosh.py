"""aclnnForeachCosh."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.cosh import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachCosh",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The hyperbolic cosine of each element of each tensor.",
    page="foreach/foreach_cosh/docs/aclnnForeachCosh",
    families=MAIN,
)
