"""aclnnForeachAddList, aclnnForeachAddScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, InPlaceList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT8, INT16, INT32, UINT8
from aclnn.lazy import Array
from aclnn.shared.foreach import WITH_INT32, over_lists


def _scaled(first: Array, second: Array, alpha: Array) -> Array:
    return first + alpha * second


def _sum(first: Array, second: Array) -> Array:
    return first + second


op = over_lists(
    "ForeachAddList",
    _scaled,
    InList("x1", (*WITH_INT32, INT16, INT8, UINT8)),
    InList("x2", (*WITH_INT32, INT16, INT8, UINT8)),
    In("alpha", (FLOAT, FLOAT16, INT32)),
    OutList("out", (*WITH_INT32, INT16, INT8, UINT8)),
    summary="x1 plus alpha times x2, tensor by tensor.",
    page="foreach/foreach_add_list/docs/aclnnForeachAddList",
    families=MAIN,
)
add_list_v2 = over_lists(
    "ForeachAddListV2",
    _scaled,
    InList("x1", (*WITH_INT32, INT16, INT8, UINT8)),
    InList("x2", (*WITH_INT32, INT16, INT8, UINT8)),
    Scalar("alpha"),
    OutList("out", (*WITH_INT32, INT16, INT8, UINT8)),
    wrong=status.NN_PARAM_INVALID,
    summary="x1 plus alpha times x2, tensor by tensor.",
    page="foreach/foreach_add_list/docs/aclnnForeachAddListV2",
    families=MAIN,
)
add_list_inplace = over_lists(
    "ForeachAddListInplace",
    _scaled,
    InPlaceList("x1", (*WITH_INT32, INT16, INT8, UINT8), const=True),
    InList("x2", (*WITH_INT32, INT16, INT8, UINT8)),
    In("alpha", (FLOAT, FLOAT16, INT32)),
    summary="x1 plus alpha times x2, tensor by tensor, in place.",
    page="foreach/foreach_add_list_inplace/docs/aclnnForeachAddListInplace",
    families=("950",),
)
add_scalar = over_lists(
    "ForeachAddScalar",
    _sum,
    InList("x", (*WITH_INT32, INT16, INT8, UINT8)),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", (*WITH_INT32, INT16, INT8, UINT8), const=True),
    summary="Each tensor plus a number.",
    page="foreach/foreach_add_scalar/docs/aclnnForeachAddScalar",
    families=MAIN,
)
add_scalar_v2 = over_lists(
    "ForeachAddScalarV2",
    _sum,
    InList("x", (*WITH_INT32, INT16, INT8, UINT8)),
    Scalar("scalar"),
    OutList("out", (*WITH_INT32, INT16, INT8, UINT8)),
    wrong=status.NN_PARAM_INVALID,
    summary="Each tensor plus a number.",
    page="foreach/foreach_add_scalar/docs/aclnnForeachAddScalarV2",
    families=MAIN,
)
add_scalar_list = over_lists(
    "ForeachAddScalarList",
    _sum,
    InList("x", (*WITH_INT32, INT16, INT8, UINT8)),
    ScalarList("scalars"),
    OutList("out", (*WITH_INT32, INT16, INT8, UINT8), const=True),
    summary="Each tensor plus a number of its own.",
    page="foreach/foreach_add_scalar_list/docs/aclnnForeachAddScalarList",
    families=MAIN,
)
