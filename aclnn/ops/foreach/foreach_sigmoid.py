"""aclnnForeachSigmoid."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.ops.activation.sigmoid import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachSigmoid",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The logistic function of each element of each tensor.",
    page="foreach/foreach_sigmoid/docs/aclnnForeachSigmoid",
    families=MAIN,
)
