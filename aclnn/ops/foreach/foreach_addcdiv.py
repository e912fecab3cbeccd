"""aclnnForeachAddcdivScalar, aclnnForeachAddcdivList and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, OutList, Scalar
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array
from aclnn.shared.foreach import TYPES, over_lists


def _sum(first: Array, second: Array, third: Array, number: Array) -> Array:
    return first + number * (second / third)


op = over_lists(
    "ForeachAddcdivScalar",
    _sum,
    InList("x1", TYPES),
    InList("x2", TYPES),
    InList("x3", TYPES),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", TYPES),
    summary="x1 plus a number times the quotient of x2 and x3.",
    page="foreach/foreach_addcdiv_scalar/docs/aclnnForeachAddcdivScalar",
    families=MAIN,
)
addcdiv_scalar_v2 = over_lists(
    "ForeachAddcdivScalarV2",
    _sum,
    InList("x1", TYPES),
    InList("x2", TYPES),
    InList("x3", TYPES),
    Scalar("scalar"),
    OutList("out", TYPES),
    wrong=status.NN_PARAM_INVALID,
    summary="x1 plus a number times the quotient of x2 and x3.",
    page="foreach/foreach_addcdiv_scalar/docs/aclnnForeachAddcdivScalarV2",
    families=MAIN,
)
addcdiv_scalar_list = over_lists(
    "ForeachAddcdivScalarList",
    _sum,
    InList("x1", TYPES),
    InList("x2", TYPES),
    InList("x3", TYPES),
    In("scalars", (FLOAT, FLOAT16, INT32)),
    OutList("out", TYPES),
    summary="x1 plus a number for each tensor times the quotient of x2 and x3.",
    page="foreach/foreach_addcdiv_scalar_list/docs/aclnnForeachAddcdivScalarList",
    families=MAIN,
)
addcdiv_list = over_lists(
    "ForeachAddcdivList",
    _sum,
    InList("x1", TYPES),
    InList("x2", TYPES),
    InList("x3", TYPES),
    In("scalars", (FLOAT, FLOAT16, INT32)),
    OutList("out", TYPES, const=True),
    summary="x1 plus a number for each tensor times the quotient of x2 and x3.",
    page="foreach/foreach_addcdiv_list/docs/aclnnForeachAddcdivList",
    families=MAIN,
)
