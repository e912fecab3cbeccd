"""aclnnForeachSign."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList
from aclnn.dtypes import INT8, INT64
from aclnn.ops.math.sign import kernel
from aclnn.shared.foreach import WITH_INT32, over_lists

op = over_lists(
    "ForeachSign",
    kernel,
    InList("x", (*WITH_INT32, INT64, INT8)),
    OutList("out", (*WITH_INT32, INT64, INT8), const=True),
    summary="The sign of each element of each tensor: -1, 0 or 1.",
    page="foreach/foreach_sign/docs/aclnnForeachSign",
    families=MAIN,
)
