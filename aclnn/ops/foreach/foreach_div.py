"""aclnnForeachDivList, aclnnForeachDivScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, InPlaceList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array
from aclnn.shared.foreach import TYPES, over_lists


def _quotient(first: Array, second: Array) -> Array:
    return first / second


op = over_lists(
    "ForeachDivList",
    _quotient,
    InList("x1", TYPES),
    InList("x2", TYPES),
    OutList("out", TYPES),
    summary="The quotients of two lists, tensor by tensor.",
    page="foreach/foreach_div_list/docs/aclnnForeachDivList",
    families=MAIN,
)
div_list_inplace = over_lists(
    "ForeachDivListInplace",
    _quotient,
    InPlaceList("x1", TYPES, const=True),
    InList("x2", TYPES),
    summary="The quotients of two lists, tensor by tensor, in place.",
    page="foreach/foreach_div_list_inplace/docs/aclnnForeachDivListInplace",
    families=("950",),
)
div_scalar = over_lists(
    "ForeachDivScalar",
    _quotient,
    InList("x", TYPES),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", TYPES),
    summary="The quotient of each tensor and a number.",
    page="foreach/foreach_div_scalar/docs/aclnnForeachDivScalar",
    families=MAIN,
)
div_scalar_v2 = over_lists(
    "ForeachDivScalarV2",
    _quotient,
    InList("x", TYPES),
    Scalar("scalar"),
    OutList("out", TYPES),
    wrong=status.NN_PARAM_INVALID,
    summary="The quotient of each tensor and a number.",
    page="foreach/foreach_div_scalar/docs/aclnnForeachDivScalarV2",
    families=MAIN,
)
div_scalar_list = over_lists(
    "ForeachDivScalarList",
    _quotient,
    InList("x", TYPES),
    ScalarList("scalars"),
    OutList("out", TYPES, const=True),
    summary="The quotient of each tensor and a number of its own.",
    page="foreach/foreach_div_scalar_list/docs/aclnnForeachDivScalarList",
    families=MAIN,
)
