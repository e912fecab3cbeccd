"""aclnnForeachMulList, aclnnForeachMulScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, InPlaceList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array
from aclnn.shared.foreach import WITH_INT32, over_lists


def _product(first: Array, second: Array) -> Array:
    return first * second


op = over_lists(
    "ForeachMulList",
    _product,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    OutList("out", WITH_INT32),
    summary="The products of two lists, tensor by tensor.",
    page="foreach/foreach_mul_list/docs/aclnnForeachMulList",
    families=MAIN,
)
mul_list_inplace = over_lists(
    "ForeachMulListInplace",
    _product,
    InPlaceList("x1", WITH_INT32, const=True),
    InList("x2", WITH_INT32),
    summary="The products of two lists, tensor by tensor, in place.",
    page="foreach/foreach_mul_list_inplace/docs/aclnnForeachMulListInplace",
    families=("950",),
)
mul_scalar = over_lists(
    "ForeachMulScalar",
    _product,
    InList("x", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="The product of each tensor and a number.",
    page="foreach/foreach_mul_scalar/docs/aclnnForeachMulScalar",
    families=MAIN,
)
mul_scalar_v2 = over_lists(
    "ForeachMulScalarV2",
    _product,
    InList("x", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="The product of each tensor and a number.",
    page="foreach/foreach_mul_scalar/docs/aclnnForeachMulScalarV2",
    families=MAIN,
)
mul_scalar_list = over_lists(
    "ForeachMulScalarList",
    _product,
    InList("x", WITH_INT32),
    ScalarList("scalars"),
    OutList("out", WITH_INT32, const=True),
    summary="The product of each tensor and a number of its own.",
    page="foreach/foreach_mul_scalar_list/docs/aclnnForeachMulScalarList",
    families=MAIN,
)
mul_scalar_inplace = over_lists(
    "ForeachMulScalarInplace",
    _product,
    InPlaceList("x", WITH_INT32, const=True),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    summary="The product of each tensor and a number, in place.",
    page="foreach/foreach_mul_scalar_inplace/docs/aclnnForeachMulScalarInplace",
    families=("950",),
)
