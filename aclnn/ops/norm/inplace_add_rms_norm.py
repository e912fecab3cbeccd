"""aclnnInplaceAddRmsNorm."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, InPlace, Invalid, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.shared import norms
from aclnn.shared.limits import rank_limit, same_shape

op = Operator(
    "InplaceAddRmsNorm",
    InPlace("x1Ref", FLOATS),
    InPlace("x2Ref", like="x1Ref"),
    In("gamma", like="x1Ref"),
    Attribute("epsilon", "double"),
    Out("rstdOut", (FLOAT,), shape=norms.statistic_shape("x1Ref", "gamma"), const=True),
    summary="x2 becomes the sum of both; x1 its rows divided by the root of their mean square, times gamma.",
    page="norm/inplace_add_rms_norm/docs/aclnnInplaceAddRmsNorm",
    families=(*MAIN, "310P"),
    limits=(
        Invalid("x1Ref", "must not be empty", lambda a: a.x1Ref.size > 0),
        rank_limit("x1Ref", 1),
        same_shape("x2Ref", "x1Ref"),
        Invalid(
            "gamma", "must have the shape of the last dimensions of x1Ref", lambda a: norms.ends_with(a.x1Ref, a.gamma)
        ),
    ),
)


@op.kernel
def kernel(x1Ref: Array, x2Ref: Array, gamma: Array, epsilon: float) -> tuple[Array, Array, Array]:
    x = x1Ref + x2Ref
    rstd = norms.rms(x, gamma.ndim, epsilon)
    return x * rstd * gamma, x, rstd
