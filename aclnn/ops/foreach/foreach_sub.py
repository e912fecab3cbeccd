"""aclnnForeachSubList, aclnnForeachSubScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, InPlaceList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array
from aclnn.shared.foreach import WITH_INT32, over_lists


def _scaled(first: Array, second: Array, alpha: Array) -> Array:
    return first - alpha * second


def _difference(first: Array, second: Array) -> Array:
    return first - second


op = over_lists(
    "ForeachSubList",
    _scaled,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    In("alpha", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="x1 minus alpha times x2, tensor by tensor.",
    page="foreach/foreach_sub_list/docs/aclnnForeachSubList",
    families=("A2", "A3"),
)
sub_list_v2 = over_lists(
    "ForeachSubListV2",
    _scaled,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    Scalar("alpha"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="x1 minus alpha times x2, tensor by tensor.",
    page="foreach/foreach_sub_list/docs/aclnnForeachSubListV2",
    families=MAIN,
)
sub_list_inplace = over_lists(
    "ForeachSubListInplace",
    _scaled,
    InPlaceList("x1", WITH_INT32, const=True),
    InList("x2", WITH_INT32),
    In("alpha", (FLOAT, FLOAT16, INT32)),
    summary="x1 minus alpha times x2, tensor by tensor, in place.",
    page="foreach/foreach_sub_list_inplace/docs/aclnnForeachSubListInplace",
    families=("950",),
)
sub_scalar = over_lists(
    "ForeachSubScalar",
    _difference,
    InList("x", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="Each tensor minus a number.",
    page="foreach/foreach_sub_scalar/docs/aclnnForeachSubScalar",
    families=("A2", "A3"),
)
sub_scalar_v2 = over_lists(
    "ForeachSubScalarV2",
    _difference,
    InList("x", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="Each tensor minus a number.",
    page="foreach/foreach_sub_scalar/docs/aclnnForeachSubScalarV2",
    families=MAIN,
)
sub_scalar_inplace = over_lists(
    "ForeachSubScalarInplace",
    _difference,
    InPlaceList("x", WITH_INT32, const=True),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    summary="Each tensor minus a number, in place.",
    page="foreach/foreach_sub_scalar_inplace/docs/aclnnForeachSubScalarInplace",
    families=("950",),
)
sub_scalar_list = over_lists(
    "ForeachSubScalarList",
    _difference,
    InList("x", WITH_INT32),
    ScalarList("scalars"),
    OutList("out", WITH_INT32, const=True),
    summary="Each tensor minus a number of its own.",
    page="foreach/foreach_sub_scalar_list/docs/aclnnForeachSubScalarList",
    families=MAIN,
)
