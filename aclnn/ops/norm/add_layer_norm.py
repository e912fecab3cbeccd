"""aclnnAddLayerNorm."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import FLOAT, DType
from aclnn.lazy import Array
from aclnn.shapes import shape_of
from aclnn.shared import norms

STATISTIC = norms.statistic_shape("x1", "gamma")


def _sum_type(a: Arguments) -> DType:
    """FLOAT as soon as one of the two has it, as the page's table says."""
    found: DType = FLOAT if FLOAT in (a.x1.dtype, a.x2.dtype) else a.x1.dtype
    return found


def _weights_fit(a: Arguments) -> bool:
    return a.gamma.dtype == a.beta.dtype and a.gamma.dtype in (FLOAT, _sum_type(a))


def _bias_fits(a: Arguments) -> bool:
    bias = a.biasOptional
    return bias is None or (bias.dtype == _sum_type(a) and bias.shape in (a.gamma.shape, a.x1.shape))


op = Operator(
    "AddLayerNorm",
    In("x1", FLOATS),
    In("x2", FLOATS),
    In("gamma", FLOATS),
    In("beta", FLOATS),
    OptionalIn("biasOptional", FLOATS),
    Attribute("epsilon", "double"),
    Attribute("additionalOutput", "bool"),
    Out("yOut", FLOATS, shape=shape_of("x1"), const=True),
    Out("meanOut", (FLOAT,), shape=STATISTIC, const=True),
    Out("rstdOut", (FLOAT,), shape=STATISTIC, const=True),
    Out("xOut", FLOATS, shape=shape_of("x1"), const=True),
    summary="The sum of two tensors and a bias, and its rows moved to mean 0 and variance 1, times gamma, plus beta.",
    page="norm/add_layer_norm/docs/aclnnAddLayerNorm",
    families=(*MAIN, "310P"),
    limits=(
        Invalid(
            "x2",
            "must have the type of x1, or one of them be FLOAT",
            lambda a: a.x2.dtype == a.x1.dtype or FLOAT in (a.x1.dtype, a.x2.dtype),
        ),
        Invalid("x2", "must have the type of x1 on this product", lambda a: a.x2.dtype == a.x1.dtype, ("310P",)),
        Invalid("gamma", "must have the type of beta, and that of the sum or FLOAT", _weights_fit),
        Invalid("yOut", "must have the type of the sum", lambda a: a.yOut.dtype == _sum_type(a)),
        Invalid("xOut", "must have the type of the sum", lambda a: a.xOut.dtype == _sum_type(a)),
        Limit("x2", "must have the shape of x1", lambda a: a.x2.shape == a.x1.shape),
        Limit("gamma", "must have the shape of the last dimensions of x1", lambda a: norms.ends_with(a.x1, a.gamma)),
        Limit("beta", "must have the shape of gamma", lambda a: a.beta.shape == a.gamma.shape),
        Limit("biasOptional", "must have the type of the sum, and the shape of gamma or x1", _bias_fits),
        Limit("x1", "must not be empty", lambda a: a.x1.size > 0),
    ),
)


@op.kernel
def kernel(
    x1: Array, x2: Array, gamma: Array, beta: Array, biasOptional: Array | None, epsilon: float, additionalOutput: bool
) -> tuple[Array, Array, Array, Array | None]:
    x = x1 + x2
    if biasOptional is not None:
        x = x + biasOptional
    mean, rstd = norms.moments(x, norms.trailing(x.ndim, gamma.ndim), epsilon)
    return (x - mean) * rstd * gamma + beta, mean, rstd, x if additionalOutput else None
