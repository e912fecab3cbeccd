"""aclnnGroupNorm."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out
from aclnn.lazy import Array
from aclnn.shapes import Shape, shape_of
from aclnn.shared import norms
from aclnn.shared.limits import rank_limit

STATISTIC = Shape("(`N`, `group`)", lambda a: (a.N, a.group))


def _has_channels(name: str, a: Arguments) -> bool:
    tensor = getattr(a, name)
    return tensor is None or tensor.shape == (a.C,)


op = Operator(
    "GroupNorm",
    In("self", FLOATS),
    OptionalIn("gamma", like="self"),
    OptionalIn("beta", like="self"),
    Attribute("N", "int64_t"),
    Attribute("C", "int64_t"),
    Attribute("HxW", "int64_t"),
    Attribute("group", "int64_t"),
    Attribute("eps", "double"),
    Out("out", like="self", shape=shape_of("self")),
    Out("meanOut", like="self", shape=STATISTIC),
    Out("rstdOut", like="self", shape=STATISTIC),
    summary="Each group of channels moved to mean 0 and scaled to variance 1, times gamma, plus beta, by channel.",
    page="norm/group_norm/docs/aclnnGroupNorm",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("group", "must be positive", lambda a: a.group > 0),
        Invalid("C", "must be divisible by group", lambda a: a.C % a.group == 0),
        Invalid("eps", "must be positive", lambda a: a.eps > 0),
        rank_limit("self", 2),
        Invalid("N", "must be the first dimension of self", lambda a: a.self.shape[0] == a.N),
        Invalid("C", "must be the second dimension of self", lambda a: a.self.shape[1] == a.C),
        Invalid(
            "HxW", "must be the product of the other dimensions of self", lambda a: prod(a.self.shape[2:]) == a.HxW
        ),
        Invalid("gamma", "must have the shape [C]", lambda a: _has_channels("gamma", a)),
        Invalid("beta", "must have the shape [C]", lambda a: _has_channels("beta", a)),
    ),
)


@op.kernel
def kernel(
    self: Array, gamma: Array | None, beta: Array | None, N: int, C: int, HxW: int, group: int, eps: float
) -> tuple[Array, Array, Array]:
    grouped = self.reshape(N, group, C // group * HxW)
    mean, rstd = norms.moments(grouped, (2,), eps)
    result = ((grouped - mean) * rstd).reshape(N, C, HxW)
    if gamma is not None:
        result = result * gamma[:, None]
    if beta is not None:
        result = result + beta[:, None]
    return result.reshape(self.shape), mean[..., 0], rstd[..., 0]
