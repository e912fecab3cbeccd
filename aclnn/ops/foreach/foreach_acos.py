"""aclnnForeachAcos and its form in place."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, InPlaceList, OutList
from aclnn.ops.math.acos import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachAcos",
    kernel,
    InList("x", TYPES),
    OutList("out", TYPES, const=True),
    summary="The arc cosine of each element of each tensor.",
    page="foreach/foreach_acos/docs/aclnnForeachAcos",
    families=MAIN,
)
a_cos_inplace = over_lists(
    "ForeachACosInplace",
    kernel,
    InPlaceList("x", TYPES, const=True),
    summary="The arc cosine of each element of each tensor, in place.",
    page="foreach/foreach_a_cos_inplace/docs/aclnnForeachACosInplace",
    families=("950",),
)
