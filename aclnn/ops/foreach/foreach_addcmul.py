"""aclnnForeachAddcmulScalar, aclnnForeachAddcmulList and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, OutList, Scalar
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array
from aclnn.shared.foreach import WITH_INT32, over_lists


def _sum(first: Array, second: Array, third: Array, number: Array) -> Array:
    return first + number * (second * third)


op = over_lists(
    "ForeachAddcmulScalar",
    _sum,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    InList("x3", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="x1 plus a number times the product of x2 and x3.",
    page="foreach/foreach_addcmul_scalar/docs/aclnnForeachAddcmulScalar",
    families=MAIN,
)
addcmul_scalar_v2 = over_lists(
    "ForeachAddcmulScalarV2",
    _sum,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    InList("x3", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="x1 plus a number times the product of x2 and x3.",
    page="foreach/foreach_addcmul_scalar/docs/aclnnForeachAddcmulScalarV2",
    families=MAIN,
)
addcmul_scalar_list = over_lists(
    "ForeachAddcmulScalarList",
    _sum,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    InList("x3", WITH_INT32),
    In("scalars", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="x1 plus a number for each tensor times the product of x2 and x3.",
    page="foreach/foreach_addcmul_scalar_list/docs/aclnnForeachAddcmulScalarList",
    families=MAIN,
)
addcmul_list = over_lists(
    "ForeachAddcmulList",
    _sum,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    InList("x3", WITH_INT32),
    In("scalars", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="x1 plus a number for each tensor times the product of x2 and x3.",
    page="foreach/foreach_addcmul_list/docs/aclnnForeachAddcmulList",
    families=MAIN,
)
