"""aclnnAddRmsNormCast."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.shapes import shape_of
from aclnn.shared import norms

op = Operator(
    "AddRmsNormCast",
    In("x1", (FLOAT16, BF16)),
    In("x2", like="x1"),
    In("gamma", like="x1"),
    Attribute("epsilon", "double"),
    Out("y1Out", (FLOAT,), shape=shape_of("x1"), const=True),
    Out("y2Out", like="x1", shape=shape_of("x1"), const=True),
    Out("rstdOut", (FLOAT,), shape=norms.statistic_shape("x1", "gamma"), const=True),
    Out("xOut", like="x1", shape=shape_of("x1"), const=True),
    summary="As aclnnAddRmsNorm, with the result in FLOAT and in the type of the input.",
    page="norm/add_rms_norm_cast/docs/aclnnAddRmsNormCast",
    families=MAIN,
    limits=(
        Limit("x2", "must have the shape of x1", lambda a: a.x2.shape == a.x1.shape),
        Limit("gamma", "must have the shape of the last dimensions of x1", lambda a: norms.ends_with(a.x1, a.gamma)),
    ),
)


@op.kernel
def kernel(x1: Array, x2: Array, gamma: Array, epsilon: float) -> tuple[Array, Array, Array, Array]:
    x = x1 + x2
    rstd = norms.rms(x, gamma.ndim, epsilon)
    y = x * rstd * gamma
    return y, y, rstd, x
