"""aclnnAddRmsNorm."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalOut, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.shapes import shape_of
from aclnn.shared import norms
from aclnn.shared.limits import rank_limit, same_shape


def _is_row(a: Arguments) -> bool:
    """Without rstdOut another kernel runs, which knows one row of weights."""
    shape = a.gamma.shape
    return a.rstdOut is not None or (len(shape) <= 2 and a.gamma.size == shape[-1] == a.x1.shape[-1])


def _ends_with_gamma(a: Arguments) -> bool:
    return a.rstdOut is None or norms.ends_with(a.x1, a.gamma)


op = Operator(
    "AddRmsNorm",
    In("x1", FLOATS),
    In("x2", like="x1"),
    In("gamma", like="x1"),
    Attribute("epsilon", "double"),
    Out("yOut", like="x1", shape=shape_of("x1")),
    OptionalOut("rstdOut", (FLOAT,), shape=norms.statistic_shape("x1", "gamma")),
    OptionalOut("xOut", like="x1", shape=shape_of("x1")),
    summary="The sum of two tensors, and each of its rows divided by the root of its mean square, times gamma.",
    page="norm/add_rms_norm/docs/aclnnAddRmsNorm",
    families=(*MAIN, "310P"),
    limits=(
        Limit(
            "xOut",
            "must not be null where rstdOut is given",
            lambda a: a.rstdOut is None or a.xOut is not None,
            status=status.NN_PARAM_NULLPTR,
        ),
        Invalid("x1", "must have 16 bits where rstdOut is null", lambda a: a.rstdOut or a.x1.dtype != FLOAT),
        rank_limit("x1", 1),
        rank_limit("gamma", 1),
        same_shape("x2", "x1"),
        Invalid("gamma", "must be one row of x1 where rstdOut is null", _is_row),
        Invalid("gamma", "must have the shape of the last dimensions of x1", _ends_with_gamma),
    ),
)


@op.kernel
def kernel(x1: Array, x2: Array, gamma: Array, epsilon: float, call: Arguments) -> tuple[Array, Array, Array]:
    x = x1 + x2
    weights = gamma if call.rstdOut is not None else gamma.reshape(-1)
    rstd = norms.rms(x, weights.ndim, epsilon)
    return x * rstd * weights, rstd, x
