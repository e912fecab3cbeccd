"""aclnnForeachPowList, aclnnForeachPowScalar and their other forms."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import MAIN, In, InList, OutList, Scalar, ScalarList
from aclnn.dtypes import FLOAT, FLOAT16, INT32
from aclnn.lazy import Array, np
from aclnn.shared.division import integer_power
from aclnn.shared.foreach import WITH_INT32, over_lists


def _power(base: Array, exponent: Array) -> Array:
    if np.asarray(base).dtype.kind in "iu" and np.asarray(exponent).dtype.kind in "iu":
        return integer_power(np.asarray(base), np.asarray(exponent))
    return np.power(base, exponent)


op = over_lists(
    "ForeachPowList",
    _power,
    InList("x1", WITH_INT32),
    InList("x2", WITH_INT32),
    OutList("out", WITH_INT32, const=True),
    summary="x1 to the power of x2, tensor by tensor.",
    page="foreach/foreach_pow_list/docs/aclnnForeachPowList",
    families=MAIN,
)
pow_scalar = over_lists(
    "ForeachPowScalar",
    _power,
    InList("x", WITH_INT32),
    In("scalar", (FLOAT, FLOAT16, INT32)),
    OutList("out", WITH_INT32, const=True),
    summary="Each tensor to the power of a number.",
    page="foreach/foreach_pow_scalar/docs/aclnnForeachPowScalar",
    families=("A2", "A3"),
)
pow_scalar_v2 = over_lists(
    "ForeachPowScalarV2",
    _power,
    InList("x", WITH_INT32),
    Scalar("scalar"),
    OutList("out", WITH_INT32),
    wrong=status.NN_PARAM_INVALID,
    summary="Each tensor to the power of a number.",
    page="foreach/foreach_pow_scalar/docs/aclnnForeachPowScalarV2",
    families=MAIN,
)
pow_scalar_list = over_lists(
    "ForeachPowScalarList",
    _power,
    InList("x", WITH_INT32),
    ScalarList("scalars"),
    OutList("out", WITH_INT32, const=True),
    summary="Each tensor to the power of a number of its own.",
    page="foreach/foreach_pow_scalar_list/docs/aclnnForeachPowScalarList",
    families=MAIN,
)
pow_scalar_and_tensor = over_lists(
    "ForeachPowScalarAndTensor",
    _power,
    Scalar("scalar"),
    InList("x", WITH_INT32),
    OutList("out", WITH_INT32, const=True),
    summary="A number to the power of each tensor.",
    page="foreach/foreach_pow_scalar_and_tensor/docs/aclnnForeachPowScalarAndTensor",
    families=MAIN,
)
