"""aclnnForeachNeg."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.math.neg import kernel
from aclnn.shared.foreach import WITH_INT32, over_lists

op = over_lists(
    "ForeachNeg",
    kernel,
    InList("x", WITH_INT32),
    OutList("out", WITH_INT32, const=True),
    summary="Each element of each tensor with the other sign.",
    page="foreach/foreach_neg/docs/aclnnForeachNeg",
    families=MAIN,
)
