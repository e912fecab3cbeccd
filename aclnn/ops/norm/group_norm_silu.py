"""aclnnGroupNormSilu and aclnnGroupNormSiluV2."""

from __future__ import annotations

from math import prod

from acl_sim import status
from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.shapes import Shape, shape_of
from aclnn.shared import norms
from aclnn.shared.limits import rank_limit

BEFORE_950 = ("A2", "A3", "310P")
STATISTIC = Shape("(N, `group`), N being the first dimension of `self`", lambda a: (a.self.shape[0], a.group))


def _weight_limits(name: str) -> tuple[Limit, ...]:
    def fits(a: Arguments) -> bool:
        weight = getattr(a, name)
        return weight is None or (weight.shape == a.self.shape[1:2] and weight.dtype in (a.self.dtype, FLOAT))

    return (
        Limit(
            name,
            "must not be null on this product",
            lambda a: getattr(a, name) is not None,
            BEFORE_950,
            status.NN_PARAM_NULLPTR,
        ),
        Invalid(name, "must have the type of self or FLOAT, and an element for each channel of self", fits),
    )


def _statistic_limit(name: str) -> Limit:
    def fits(a: Arguments) -> bool:
        weights = [weight.dtype for weight in (a.gamma, a.beta) if weight is not None]
        return getattr(a, name).dtype in (a.self.dtype, *weights)

    return Invalid(name, "must have the type of self or of the weights", fits)


PARAMETERS = (
    In("self", FLOATS),
    OptionalIn("gamma", FLOATS),
    OptionalIn("beta", FLOATS),
    Attribute("group", "int64_t"),
    Attribute("eps", "double"),
)
OUTPUTS = (
    Out("out", like="self", shape=shape_of("self")),
    Out("meanOut", FLOATS, shape=STATISTIC),
    Out("rstdOut", FLOATS, shape=STATISTIC),
)
LIMITS = (
    rank_limit("self", 2),
    Invalid(
        "group", "must be positive and divide the channels", lambda a: a.group > 0 and a.self.shape[1] % a.group == 0
    ),
    Invalid("eps", "must be positive", lambda a: a.eps > 0),
    *_weight_limits("gamma"),
    *_weight_limits("beta"),
    _statistic_limit("meanOut"),
    _statistic_limit("rstdOut"),
)

op = Operator(
    "GroupNormSilu",
    *PARAMETERS,
    *OUTPUTS,
    summary="aclnnGroupNorm, and its result times the logistic function of it.",
    page="norm/group_norm_silu/docs/aclnnGroupNormSilu",
    families=(*MAIN, "310P"),
    limits=LIMITS,
)

v2 = Operator(
    "GroupNormSiluV2",
    *PARAMETERS,
    Attribute("activateSilu", "bool"),
    *OUTPUTS,
    summary="aclnnGroupNorm, and its result times the logistic function of it where activateSilu is true.",
    page="norm/group_norm_silu/docs/aclnnGroupNormSiluV2",
    header="aclnn_group_norm_silu.h",
    families=(*MAIN, "310P"),
    limits=LIMITS,
)


@op.kernel
def kernel(self: Array, gamma: Array | None, beta: Array | None, group: int, eps: float) -> tuple[Array, Array, Array]:
    return _normalised(self, gamma, beta, group, eps, activate=True)


@v2.kernel
def kernel_v2(
    self: Array, gamma: Array | None, beta: Array | None, group: int, eps: float, activateSilu: bool
) -> tuple[Array, Array, Array]:
    return _normalised(self, gamma, beta, group, eps, activateSilu)


def _normalised(
    values: Array, gamma: Array | None, beta: Array | None, group: int, eps: float, activate: bool
) -> tuple[Array, Array, Array]:
    batch, channels = values.shape[:2]
    size = prod(values.shape[2:])
    grouped = values.reshape(batch, group, channels // group * size)
    mean, rstd = norms.moments(grouped, (2,), eps)
    result = ((grouped - mean) * rstd).reshape(batch, channels, size)
    if gamma is not None:
        result = result * gamma[:, None]
    if beta is not None:
        result = result + beta[:, None]
    if activate:
        result = result / (1 + np.exp(-result))
    return result.reshape(values.shape), mean[..., 0], rstd[..., 0]
