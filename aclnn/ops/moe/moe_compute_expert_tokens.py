"""aclnnMoeComputeExpertTokens."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np
from aclnn.shapes import Shape
from aclnn.shared import experts

MOST_EXPERTS = 2048
MOST_TOKENS = 2**24

op = Operator(
    "MoeComputeExpertTokens",
    In("sortedExperts", (INT32,)),
    Attribute("numExperts", "int64_t"),
    Out("out", (INT32,), shape=Shape("`numExperts`", lambda a: (a.numExperts,)), const=True),
    summary="For each expert where its tokens end, among tokens in the order of their experts.",
    page="moe/moe_compute_expert_tokens/docs/aclnnMoeComputeExpertTokens",
    families=MAIN,
    limits=(
        experts.rank("sortedExperts", 1),
        Limit("sortedExperts", "must have less than 2**24 elements", lambda a: a.sortedExperts.size < MOST_TOKENS),
        Limit("numExperts", f"must be 1 to {MOST_EXPERTS}", lambda a: 1 <= a.numExperts <= MOST_EXPERTS),
    ),
)


@op.kernel
def kernel(sortedExperts: Array, numExperts: int) -> Array:
    return np.searchsorted(sortedExperts, np.arange(numExperts), side="right")
