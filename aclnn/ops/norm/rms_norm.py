"""aclnnRmsNorm."""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.shapes import shape_of
from aclnn.shared import norms

BLOCK = 32  # bytes that 310P moves at least


def _fills_block(a: Arguments) -> bool:
    return bool(a.x.shape[-1] * a.x.dtype.bits // 8 >= BLOCK)


op = Operator(
    "RmsNorm",
    In("x", FLOATS),
    In("gamma", FLOATS),
    Attribute("epsilon", "double"),
    Out("yOut", like="x", shape=shape_of("x"), const=True),
    # CANN's build generates this function, which compares no shapes; ggml leaves the ones away.
    Out("rstdOut", (FLOAT,), shape=norms.statistic_shape("x", "gamma", bare=True), const=True),
    summary="Each row divided by the root of its mean square and multiplied by gamma.",
    page="norm/rms_norm/docs/aclnnRmsNorm",
    families=(*MAIN, "310P"),
    limits=(
        Limit(
            "gamma",
            "must have the type of x, or be FLOAT where x has 16 bits",
            lambda a: a.gamma.dtype in (a.x.dtype, FLOAT),
            MAIN,
            status.NN_PARAM_INVALID,
        ),
        Limit(
            "gamma", "must have the type of x on this product", lambda a: a.gamma.dtype == a.x.dtype, ("310P",),
            status.NN_PARAM_INVALID,
        ),
        Limit("gamma", "must not be empty", lambda a: a.gamma.size > 0),
        Limit("gamma", "must have the shape of the last dimensions of x", lambda a: norms.ends_with(a.x, a.gamma)),
        Limit("x", f"must have rows of at least {BLOCK} bytes on this product", _fills_block, ("310P",)),
    ),
)  # fmt: skip


def normalised(x: Array, gamma: Array, epsilon: float) -> tuple[Array, Array]:
    """The rows, and the reciprocal root of the mean square of each."""
    rstd = norms.rms(x, gamma.ndim, epsilon)
    return x * rstd * gamma, rstd


@op.kernel
def kernel(x: Array, gamma: Array, epsilon: float, call: Arguments) -> tuple[Array, Array]:
    y, rstd = normalised(x, gamma, epsilon)
    return y, rstd.reshape(call.rstdOut.shape)
