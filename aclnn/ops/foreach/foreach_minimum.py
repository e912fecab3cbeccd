"""aclnnForeachMinimumList, aclnnForeachMinimumScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.ops.math.minimum import kernel
from aclnn.shared.foreach import WITH_INT32, over_lists

op = over_lists(
    "ForeachMinimumList",
    kernel,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    OutList("out", WITH_INT32, const=True),
    summary="The smaller of two elements of two lists, tensor by tensor.",
    page="foreach/foreach_minimum_list/docs/aclnnForeachMinimumList",
    families=MAIN,
)
minimum_scalar = over_lists(
    "ForeachMinimumScalar",
    kernel,
    InList("x", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="The smaller of each element and a number.",
    page="foreach/foreach_minimum_scalar/docs/aclnnForeachMinimumScalar",
    families=("A2", "A3"),
)
minimum_scalar_v2 = over_lists(
    "ForeachMinimumScalarV2",
    kernel,
    InList("x", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="The smaller of each element and a number.",
    page="foreach/foreach_minimum_scalar/docs/aclnnForeachMinimumScalarV2",
    families=MAIN,
)
minimum_scalar_list = over_lists(
    "ForeachMinimumScalarList",
    kernel,
    InList("x", WITH_INT32),
    ScalarList("scalars"),
    OutList("out", WITH_INT32, const=True),
    summary="The smaller of each element and a number for its tensor.",
    page="foreach/foreach_minimum_scalar_list/docs/aclnnForeachMinimumScalarList",
    families=MAIN,
)
