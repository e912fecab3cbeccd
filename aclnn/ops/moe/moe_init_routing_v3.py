"""aclnnMoeInitRoutingV3."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import FLOAT, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared import experts
from aclnn.shared import quantisation as q

COUNTS, PAIRS = 1, 2  # expertTokensNumType
PLAIN, DYNAMIC = -1, 1  # quantMode
GATHER, SCATTER = 0, 1  # rowIdxType
MOST_EXPERTS, MOST_WITH_PAIRS = 10240, 5120


def _range(a: Arguments) -> tuple[int, int]:
    start, end = a.activeExpertRangeOptional or (0, a.expertNum)
    return start, end


def _experts(a: Arguments) -> int:
    start, end = _range(a)
    return end - start


def _range_is_valid(a: Arguments) -> bool:
    given = a.activeExpertRangeOptional
    return given is None or (len(given) == 2 and 0 <= given[0] < given[1] <= a.expertNum)


def _tokens_shape(a: Arguments) -> Dims:
    return (a.expertNum, 2) if a.expertTokensNumType == PAIRS else (_experts(a),)


def _scale_shape(a: Arguments) -> Dims:
    return (_experts(a), a.x.shape[1]) if a.quantMode == DYNAMIC else a.x.shape[:1]


op = Operator(
    "MoeInitRoutingV3",
    In("x", (*FLOATS, INT8)),
    In("expertIdx", (INT32,)),
    OptionalIn("scaleOptional", (FLOAT,)),
    OptionalIn("offsetOptional", (FLOAT,)),
    Attribute("activeNum", "int64_t"),
    Attribute("expertCapacity", "int64_t"),
    Attribute("expertNum", "int64_t"),
    Attribute("dropPadMode", "int64_t"),
    Attribute("expertTokensNumType", "int64_t"),
    Attribute("expertTokensNumFlag", "bool"),
    Attribute("quantMode", "int64_t"),
    IntArray("activeExpertRangeOptional", required=False),
    Attribute("rowIdxType", "int64_t"),
    Out("expandedXOut", (*FLOATS, INT8), const=True),
    Out("expandedRowIdxOut", (INT32,), const=True),
    Out("expertTokensCountOrCumsumOut", (INT64,), const=True),
    Out("expandedScaleOut", (FLOAT,), const=True),
    summary="Tokens of a range of experts, in the order of the experts, quantised or not, and where each comes from.",
    page="moe/moe_init_routing_v3/docs/aclnnMoeInitRoutingV3",
    families=MAIN,
    limits=(
        experts.rank("x", 2),
        experts.rank("expertIdx", 2),
        Limit("expertIdx", "must have as many rows as x", lambda a: a.expertIdx.shape[0] == a.x.shape[0]),
        Limit("dropPadMode", "must be 0", lambda a: a.dropPadMode == 0),
        Limit("activeNum", "must be the number of elements of expertIdx", lambda a: a.activeNum == a.expertIdx.size),
        Limit("expertCapacity", "must not be negative", lambda a: a.expertCapacity >= 0),
        Limit("expertTokensNumType", "must be 1 or 2", lambda a: a.expertTokensNumType in (COUNTS, PAIRS)),
        Limit(
            "expertNum", f"must be 1 to {MOST_EXPERTS}, {MOST_WITH_PAIRS} with expertTokensNumType 2",
            lambda a: 1 <= a.expertNum <= (MOST_WITH_PAIRS if a.expertTokensNumType == PAIRS else MOST_EXPERTS),
        ),
        Limit("expertTokensNumFlag", "must be true", lambda a: a.expertTokensNumFlag),
        Limit("quantMode", "must be -1 or 1", lambda a: a.quantMode in (PLAIN, DYNAMIC)),
        Limit("quantMode", "must be -1 for x of INT8", lambda a: a.quantMode == PLAIN or a.x.dtype != INT8),
        Limit("rowIdxType", "must be 0 or 1", lambda a: a.rowIdxType in (GATHER, SCATTER)),
        Limit(
            "activeExpertRangeOptional", "must be two numbers in ascending order, from 0 to expertNum", _range_is_valid
        ),
        Limit("offsetOptional", "must be null", lambda a: a.offsetOptional is None),
        experts.shape_limit("scaleOptional", "[rows], or [experts, H] for quantisation", _scale_shape),
        Limit(
            "expandedXOut", "must have the type of x, INT8 for quantisation",
            lambda a: a.expandedXOut.dtype == (INT8 if a.quantMode == DYNAMIC else a.x.dtype),
        ),
        experts.shape_limit("expandedXOut", "[rows * k, H]", lambda a: (a.expertIdx.size, a.x.shape[1])),
        experts.shape_limit("expandedRowIdxOut", "[rows * k]", lambda a: (a.expertIdx.size,)),
        experts.shape_limit(
            "expertTokensCountOrCumsumOut", "[experts in the range], [expertNum, 2] for pairs", _tokens_shape
        ),
        experts.shape_limit("expandedScaleOut", "[rows * k]", lambda a: (a.expertIdx.size,)),
    ),
)  # fmt: skip


def _tokens(sorted_experts: Array, call: Arguments) -> Array:
    """How many tokens each expert has; in pairs those that have any, and a pair of zeros behind them."""
    from aclnn.access import Part

    start, end = _range(call)
    counts = np.bincount(sorted_experts - start, minlength=end - start)
    if call.expertTokensNumType == COUNTS:
        return counts
    some = np.flatnonzero(counts)
    pairs = np.concatenate([np.stack([some + start, counts[some]], axis=1), np.zeros((1, 2), np.int64)])
    pairs = pairs[: call.expertNum]
    return Part(np.arange(pairs.size), pairs)


@op.kernel
def kernel(
    x: Array, expertIdx: Array, scaleOptional: Array | None, quantMode: int, rowIdxType: int, call: Arguments
) -> tuple[Array, ...]:
    """Only the first rows, of tokens whose experts are in the range, are written."""
    from aclnn.access import Part

    start, end = _range(call)
    chosen = expertIdx.reshape(-1)
    active = np.flatnonzero((chosen >= start) & (chosen < end))
    order = active[np.argsort(chosen[active], kind="stable")]
    rows = order // max(expertIdx.shape[1], 1)
    values, scale = x[rows], None
    if quantMode == DYNAMIC:
        if scaleOptional is not None:
            values = values * scaleOptional[chosen[order] - start]
        values, scale = q.symmetric(values, -1, q.range_of(INT8)[1])
        values = q.rounded(values, INT8)
    elif scaleOptional is not None:
        scale = scaleOptional[rows]
    where: Array = Part(np.arange(len(order)), order)
    if rowIdxType == GATHER:
        where = np.full(chosen.size, -1)
        where[order] = np.arange(len(order))
    scales = None if scale is None else Part(np.arange(len(order)), scale)
    return Part(np.arange(values.size), values), where, _tokens(chosen[order], call), scales
