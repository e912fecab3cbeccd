"""aclnnForeachMaximumList, aclnnForeachMaximumScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.ops.math.maximum import kernel
from aclnn.shared.foreach import WITH_INT32, over_lists

op = over_lists(
    "ForeachMaximumList",
    kernel,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    OutList("out", WITH_INT32, const=True),
    summary="The greater of two elements of two lists, tensor by tensor.",
    page="foreach/foreach_maximum_list/docs/aclnnForeachMaximumList",
    families=MAIN,
)
maximum_scalar = over_lists(
    "ForeachMaximumScalar",
    kernel,
    InList("x", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="The greater of each element and a number.",
    page="foreach/foreach_maximum_scalar/docs/aclnnForeachMaximumScalar",
    families=("A2", "A3"),
)
maximum_scalar_v2 = over_lists(
    "ForeachMaximumScalarV2",
    kernel,
    InList("x", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="The greater of each element and a number.",
    page="foreach/foreach_maximum_scalar/docs/aclnnForeachMaximumScalarV2",
    families=MAIN,
)
maximum_scalar_list = over_lists(
    "ForeachMaximumScalarList",
    kernel,
    InList("x", WITH_INT32),
    ScalarList("scalars"),
    OutList("out", WITH_INT32, const=True),
    summary="The greater of each element and a number for its tensor.",
    page="foreach/foreach_maximum_scalar_list/docs/aclnnForeachMaximumScalarList",
    families=MAIN,
)
