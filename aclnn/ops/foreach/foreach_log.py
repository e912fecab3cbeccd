"""aclnnForeachLog and its form in place."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, InPlaceList, OutList
from aclnn.ops.math.log import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachLog",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The natural logarithm of each element of each tensor.",
    page="foreach/foreach_log/docs/aclnnForeachLog",
    families=MAIN,
)
log_inplace = over_lists(
    "ForeachLogInplace",
    kernel,
    InPlaceList("x", TYPES, const=True),
    summary="The natural logarithm of each element of each tensor, in place.",
    page="foreach/foreach_log_inplace/docs/aclnnForeachLogInplace",
    families=("950",),
)
