"""aclnnGemmaRmsNorm."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared import norms


def _rows(a: Arguments) -> Dims:
    shape: Dims = a.x.shape
    return shape[: len(shape) - len(a.gamma.shape)]


op = Operator(
    "GemmaRmsNorm",
    In("x", FLOATS),
    In("gamma", like="x"),
    Attribute("epsilon", "double"),
    Out("yOut", like="x", shape=shape_of("x"), const=True),
    Out("rstdOut", (FLOAT,), const=True),
    summary="Each row divided by the root of its mean square and multiplied by 1 plus gamma.",
    page="norm/gemma_rms_norm/docs/aclnnGemmaRmsNorm",
    families=MAIN,
    limits=(
        Limit("gamma", "must have the shape of the last dimensions of x", lambda a: norms.ends_with(a.x, a.gamma)),
        Limit(
            "rstdOut",
            "must have the dimensions of x before those of gamma, which may follow with length 1",
            lambda a: a.rstdOut.shape in (_rows(a), (*_rows(a), *(1,) * len(a.gamma.shape))),
        ),
    ),
)


@op.kernel
def kernel(x: Array, gamma: Array, epsilon: float, call: Arguments) -> tuple[Array, Array]:
    rstd = norms.rms(x, gamma.ndim, epsilon)
    return x * rstd * (1 + gamma), rstd.reshape(call.rstdOut.shape)
