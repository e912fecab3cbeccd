"""aclnnForeachErfc."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.erfc import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachErfc",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="One minus the error function of each element of each tensor.",
    page="foreach/foreach_erfc/docs/aclnnForeachErfc",
    families=MAIN,
)
