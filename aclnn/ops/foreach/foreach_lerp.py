"""aclnnForeachLerpScalar and aclnnForeachLerpList."""

from __future__ import annotations

from aclnn.declare import MAIN, InList, OutList, Scalar
from aclnn.ops.math.lerp import kernel
from aclnn.shared.foreach import TYPES, over_lists

op = over_lists(
    "ForeachLerpScalar",
    kernel,
    InList("x1", TYPES),
    InList("x2", TYPES),
    Scalar("weight"),
    OutList("out", TYPES),
    summary="The points between x1 and x2 that a number says.",
    page="foreach/foreach_lerp_scalar/docs/aclnnForeachLerpScalar",
    families=MAIN,
)
lerp_list = over_lists(
    "ForeachLerpList",
    kernel,
    InList("x1", TYPES),
    InList("x2", TYPES),
    InList("weight", TYPES),
    OutList("out", TYPES),
    summary="The points between x1 and x2 that a list of tensors says.",
    page="foreach/foreach_lerp_list/docs/aclnnForeachLerpList",
    families=MAIN,
)
