"""aclnnMoeInitRoutingV2."""

from __future__ import annotations

from collections.abc import Callable

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, OptionalOut, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared import experts
from aclnn.shared.indices import checked
from aclnn.shared.limits import lacks

SUMS, COUNTS = 1, 2
OLDER = ("A2", "A3", "310P")


def _expanded(a: Arguments) -> Dims:
    rows = a.expertIdx.size
    if a.dropPadMode:
        return (a.expertNum, a.expertCapacity, a.x.shape[1])
    return (min(a.activeNum, rows) if a.activeNum else rows, a.x.shape[1])


def _gives_tokens(a: Arguments) -> bool:
    return bool(a.dropPadMode == 0 and a.expertTokensCountOrCumsumFlag)


def _gives_before(a: Arguments) -> bool:
    return bool(a.dropPadMode == 1 and a.expertTokensBeforeCapacityFlag)


def _asked_for(name: str, is_asked: Callable[[Arguments], bool]) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return not is_asked(a) or (tensor is not None and tensor.shape == (a.expertNum,))

    return Limit(name, "must have the shape [expertNum] where it is asked for", holds)


op = Operator(
    "MoeInitRoutingV2",
    In("x", FLOATS),
    In("expertIdx", (INT32, INT64)),
    Attribute("activeNum", "int64_t"),
    Attribute("expertCapacity", "int64_t"),
    Attribute("expertNum", "int64_t"),
    Attribute("dropPadMode", "int64_t"),
    Attribute("expertTokensCountOrCumsumFlag", "int64_t"),
    Attribute("expertTokensBeforeCapacityFlag", "bool"),
    Out("expandedXOut", like="x", const=True),
    Out("expandedRowIdxOut", (INT32,), const=True),
    OptionalOut("expertTokensCountOrCumsumOut", (INT32,), const=True),
    OptionalOut("expertTokensBeforeCapacityOut", (INT32,), const=True),
    summary="Tokens in the order of their experts, all, or as many for each expert; where each has gone.",
    page="moe/moe_init_routing_v2/docs/aclnnMoeInitRoutingV2",
    families=(*MAIN, "310P"),
    limits=(
        lacks("expertIdx", (INT64,), OLDER),
        experts.rank("x", 2),
        Limit("expertIdx", "must have 2 dimensions on this product", lambda a: len(a.expertIdx.shape) == 2, OLDER),
        experts.rank("expertIdx", 1, 2),
        Limit("expertIdx", "must have as many rows as x", lambda a: a.expertIdx.shape[0] == a.x.shape[0]),
        Limit("activeNum", "must not be negative", lambda a: a.activeNum >= 0),
        Limit("expertNum", "must not be negative", lambda a: a.expertNum >= 0),
        Limit("expertCapacity", "must not be negative", lambda a: a.expertCapacity >= 0),
        Limit("dropPadMode", "must be 0 on this product", lambda a: a.dropPadMode == 0, ("310P",)),
        Limit("dropPadMode", "must be 0 or 1", lambda a: a.dropPadMode in (0, 1)),
        Limit("expertTokensCountOrCumsumFlag", "must be 0, 1 or 2",
              lambda a: a.expertTokensCountOrCumsumFlag in (0, SUMS, COUNTS)),
        Limit("expertNum", "must not be 0 for experts' numbers of tokens",
              lambda a: a.expertNum or not (a.dropPadMode or a.expertTokensCountOrCumsumFlag)),
        Limit("expertCapacity", "must be 1 to the rows of x with dropPadMode",
              lambda a: not a.dropPadMode or 0 < a.expertCapacity <= a.x.shape[0]),
        experts.shape_limit(
            "expandedXOut", "[rows * k or activeNum, H], or with dropPadMode [expertNum, expertCapacity, H]", _expanded
        ),
        experts.shape_limit("expandedRowIdxOut", "[rows * k]", lambda a: (a.expertIdx.size,)),
        _asked_for("expertTokensCountOrCumsumOut", _gives_tokens),
        _asked_for("expertTokensBeforeCapacityOut", _gives_before),
    ),
)  # fmt: skip


@op.kernel
def kernel(
    x: Array, expertIdx: Array, expertNum: int, expertCapacity: int, dropPadMode: int,
    expertTokensCountOrCumsumFlag: int, call: Arguments,
) -> tuple[Array, ...]:  # fmt: skip
    """Dropped tokens have -1 for their place."""
    chosen = expertIdx.reshape(-1)
    counts = None
    if dropPadMode or _gives_tokens(call):
        counts = np.bincount(checked(chosen, expertNum, "expertIdx"), minlength=expertNum)
    order = np.argsort(chosen, kind="stable")
    k = max(chosen.size // len(x), 1)
    if not dropPadMode:
        sums = counts if counts is None or expertTokensCountOrCumsumFlag == COUNTS else np.cumsum(counts)
        return x[order[: _expanded(call)[0]] // k], experts.places(order), sums, None
    assert counts is not None
    sorted_experts = chosen[order]
    rank = np.arange(chosen.size) - (np.cumsum(counts) - counts)[sorted_experts]  # among the tokens of the expert
    kept = rank < expertCapacity
    where = np.where(kept, sorted_experts * expertCapacity + rank, -1)
    expanded = np.zeros((expertNum * expertCapacity, x.shape[1]), x.dtype)
    expanded[where[kept]] = x[order[kept] // k]
    rows = np.empty(chosen.size, np.int64)
    rows[order] = where
    return expanded.reshape(_expanded(call)), rows, None, counts if _gives_before(call) else None
