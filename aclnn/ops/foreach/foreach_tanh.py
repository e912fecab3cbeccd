"""aclnnForeachTanh."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.tanh import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachTanh",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The hyperbolic tangent of each element of each tensor.",
    page="foreach/foreach_tanh/docs/aclnnForeachTanh",
    families=MAIN,
)
