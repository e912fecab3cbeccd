"""aclnnForeachErf."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.erf import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachErf",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The error function of each element of each tensor.",
    page="foreach/foreach_erf/docs/aclnnForeachErf",
    families=MAIN,
)
