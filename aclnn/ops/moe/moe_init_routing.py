"""aclnnMoeInitRouting."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np
from aclnn.shared import experts


def _rows(a: Arguments) -> int:
    return int(min(a.x.shape[0], a.activeNum) * a.expertIdx.shape[1])


op = Operator(
    "MoeInitRouting",
    In("x", FLOATS),
    In("rowIdx", (INT32,)),
    In("expertIdx", (INT32,)),
    Attribute("activeNum", "int64_t"),
    Out("expandedXOut", like="x", const=True),
    Out("expandedRowIdxOut", (INT32,), const=True),
    Out("expandedExpertIdxOut", (INT32,), const=True),
    summary="Tokens in the order of their experts, once for each, where each has gone, and the experts in that order.",
    page="moe/moe_init_routing/docs/aclnnMoeInitRouting",
    families=MAIN,
    limits=(
        experts.rank("x", 2),
        experts.rank("rowIdx", 2),
        experts.shape_limit("expertIdx", "of rowIdx", lambda a: a.rowIdx.shape),
        Limit("expertIdx", "must have as many rows as x", lambda a: a.expertIdx.shape[0] == a.x.shape[0]),
        Limit("activeNum", "must not be negative", lambda a: a.activeNum >= 0),
        experts.shape_limit("expandedXOut", "[min(rows, activeNum) * k, H]", lambda a: (_rows(a), a.x.shape[1])),
        experts.shape_limit("expandedRowIdxOut", "[rows * k]", lambda a: (a.expertIdx.size,)),
        experts.shape_limit("expandedExpertIdxOut", "[rows * k]", lambda a: (a.expertIdx.size,)),
    ),
)


@op.kernel
def kernel(x: Array, rowIdx: Array, expertIdx: Array, call: Arguments) -> tuple[Array, Array, Array]:
    """rowIdx numbers tokens column by column, so that a remainder gives the row of x."""
    order = np.argsort(expertIdx, axis=None, kind="stable")
    numbers = rowIdx.reshape(-1)[order]
    where = np.zeros(numbers.size, np.int64)
    where[np.clip(numbers, 0, numbers.size - 1)] = np.arange(numbers.size)
    return x[numbers[: _rows(call)] % len(x)], where, expertIdx.reshape(-1)[order]
