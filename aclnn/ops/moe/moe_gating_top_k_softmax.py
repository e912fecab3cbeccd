"""aclnnMoeGatingTopKSoftmax."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Attribute, In, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BOOL, INT32
from aclnn.lazy import Array, np
from aclnn.shared import experts

MOST_CHOSEN = 1024
MOST_EXPERTS_950 = 2048

LIMITS = (
    experts.rank("x", 2, 3),
    Limit(
        "x", f"must have 1 to {MOST_EXPERTS_950} experts on this product",
        lambda a: 1 <= a.x.shape[-1] <= MOST_EXPERTS_950, ("950",),
    ),
    experts.finished_limit(),
    Limit("k", "must be 0 to the length of the last dimension of x", lambda a: 0 <= a.k <= a.x.shape[-1]),
    Limit("k", f"must be at most {MOST_CHOSEN}", lambda a: a.k <= MOST_CHOSEN),
)  # fmt: skip
op = Operator(
    "MoeGatingTopKSoftmax",
    In("x", FLOATS),
    OptionalIn("finishedOptional", (BOOL,)),
    Attribute("k", "int64_t"),
    Out("yOut", like="x", shape=experts.chosen_shape("x"), const=True),
    Out("expertIdxOut", (INT32,), shape=experts.chosen_shape("x"), const=True),
    Out("rowIdxOut", (INT32,), shape=experts.chosen_shape("x"), const=True),
    summary="The k greatest weights of each token's softmax, their experts, and numbers that count column by column.",
    page="moe/moe_gating_top_k_softmax/docs/aclnnMoeGatingTopKSoftmax",
    families=MAIN,
    limits=LIMITS,
)


@op.kernel
def kernel(x: Array, finishedOptional: Array | None, k: int) -> tuple[Array, Array, Array]:
    weights = experts.softmax(x)
    chosen = experts.top(weights, k)
    rows = prod(x.shape[:-1])
    columns = np.arange(rows * k).reshape(k, rows).T.reshape(chosen.shape)
    y = np.take_along_axis(weights, chosen, -1)
    return y, experts.unfinished(chosen, finishedOptional, x.shape[-1]), columns
