"""aclnnMoeGatingTopK."""

from __future__ import annotations

from enum import IntEnum

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import FLOAT, INT32
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of
from aclnn.shared import experts

MOST_EXPERTS = 2048
ALIGNED = 32


class Norm(IntEnum):
    """What makes weights of the numbers."""

    SOFTMAX = 0
    SIGMOID = 1


class Select(IntEnum):
    """By what groups of experts are chosen: their greatest weight, or the sum of the greatest two."""

    MAXIMUM = 0
    TOP_TWO = 1


def _group(a: Arguments) -> int:
    return int(a.x.shape[-1] // a.groupCount)


def _groups_fit(a: Arguments) -> bool:
    if a.groupCount <= 0 or a.x.shape[-1] % a.groupCount:
        return False
    aligned = -(-_group(a) // ALIGNED) * ALIGNED
    return bool(_group(a) > a.groupSelectMode and aligned * a.groupCount <= MOST_EXPERTS)


op = Operator(
    "MoeGatingTopK",
    In("x", FLOATS),
    OptionalIn("biasOptional", like="x"),
    Attribute("k", "int64_t"),
    Attribute("kGroup", "int64_t"),
    Attribute("groupCount", "int64_t"),
    Attribute("groupSelectMode", "int64_t"),
    Attribute("renorm", "int64_t"),
    Attribute("normType", "int64_t"),
    Attribute("outFlag", "bool"),
    Attribute("routedScalingFactor", "double"),
    Attribute("eps", "double"),
    Out("yOut", like="x", shape=experts.chosen_shape("x"), const=True),
    Out("expertIdxOut", (INT32,), shape=experts.chosen_shape("x"), const=True),
    Out("outOut", (FLOAT,), shape=shape_of("x"), const=True),
    summary="The k experts of each token with the greatest weights, among those in the best groups, and their weights.",
    page="moe/moe_gating_top_k/docs/aclnnMoeGatingTopK",
    families=MAIN,
    limits=(
        experts.rank("x", 2),
        Limit("x", f"must have 1 to {MOST_EXPERTS} experts", lambda a: 1 <= a.x.shape[-1] <= MOST_EXPERTS),
        experts.shape_limit("biasOptional", "of a row of x", lambda a: a.x.shape[-1:]),
        Limit("groupSelectMode", "must be 0 or 1", lambda a: a.groupSelectMode in list(Select)),
        Limit("normType", "must be 0 or 1", lambda a: a.normType in list(Norm)),
        Limit("renorm", "must be 0", lambda a: a.renorm == 0),
        Limit(
            "groupCount",
            f"must divide the experts into groups of more than groupSelectMode, in all at most {MOST_EXPERTS} when the "
            f"groups are padded to {ALIGNED}",
            _groups_fit,
        ),
        Limit("kGroup", "must be 1 to groupCount", lambda a: 1 <= a.kGroup <= a.groupCount),
        Limit("k", "must be 1 to the experts of kGroup groups", lambda a: 1 <= a.k <= _group(a) * a.kGroup),
    ),
)


def _best_groups_only(weights: Array, count: int, kept: int, mode: int) -> Array:
    """The weights, minus infinity in groups that are not among the best."""
    groups = weights.reshape(len(weights), count, -1)
    score = np.sort(groups, axis=-1)[..., -1 if mode == Select.MAXIMUM else -2 :].sum(-1)
    best = np.zeros(score.shape, bool)
    np.put_along_axis(best, experts.top(score, kept), True, axis=-1)
    return np.where(best[..., None], groups, -np.inf).reshape(weights.shape)


@op.kernel
def kernel(
    x: Array, biasOptional: Array | None, k: int, kGroup: int, groupCount: int, groupSelectMode: int, normType: int,
    outFlag: bool, routedScalingFactor: float, eps: float,
) -> tuple[Array, Array, Array | None]:  # fmt: skip
    """The bias decides which experts are chosen, not what they weigh (torch_npu's page)."""
    weights = experts.softmax(x) if normType == Norm.SOFTMAX else 1 / (1 + np.exp(-x))
    biased = weights if biasOptional is None else weights + biasOptional
    chosen = experts.top(_best_groups_only(biased, groupCount, kGroup, groupSelectMode), k)
    y = np.take_along_axis(weights, chosen, -1)
    if normType == Norm.SIGMOID:
        y = y / (y.sum(-1, keepdims=True) + np.float32(eps))
    return y * np.float32(routedScalingFactor), chosen, weights if outFlag else None
