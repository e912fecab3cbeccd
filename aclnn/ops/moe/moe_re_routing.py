"""aclnnMoeReRouting."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Limit, Operator, OptionalIn, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Shape, shape_of
from aclnn.shared import experts
from aclnn.shared.groups import ends_of

LONGEST = 16384
COUNTS, GATHER = 1, 0  # expertTokenNumType, idxType

_TOKENS = Shape("[tokens]", lambda a: a.tokens.shape[:1])
op = Operator(
    "MoeReRouting",
    In("tokens", (FLOAT16, BF16, INT8)),
    In("expertTokenNumPerRank", (INT32, INT64)),
    OptionalIn("perTokenScalesOptional", (FLOAT,)),
    Attribute("expertTokenNumType", "int64_t"),
    Attribute("idxType", "int64_t"),
    Out("permuteTokensOut", like="tokens", shape=shape_of("tokens"), const=True),
    Out("permutePerTokenScalesOut", (FLOAT,), shape=_TOKENS, const=True),
    Out("permuteTokenIdxOut", (INT32,), shape=_TOKENS, const=True),
    Out(
        "expertTokenNumOut", like="expertTokenNumPerRank",
        shape=Shape("[experts]", lambda a: a.expertTokenNumPerRank.shape[1:]), const=True,
    ),
    summary="Tokens that lie by rank and then by expert, by expert and then by rank, and where each comes from.",
    page="moe/moe_re_routing/README",
    families=MAIN,
    limits=(
        experts.rank("tokens", 2),
        Limit("tokens", f"must have rows of 1 to {LONGEST - 1}", lambda a: 0 < a.tokens.shape[1] < LONGEST),
        experts.rank("expertTokenNumPerRank", 2),
        experts.shape_limit("perTokenScalesOptional", "[tokens]", lambda a: a.tokens.shape[:1]),
        Limit("expertTokenNumType", "must be 1", lambda a: a.expertTokenNumType == COUNTS),
        Limit("idxType", "must be 0", lambda a: a.idxType == GATHER),
    ),
)  # fmt: skip


@op.kernel
def kernel(
    tokens: Array, expertTokenNumPerRank: Array, perTokenScalesOptional: Array | None
) -> tuple[Array, Array | None, Array, Array]:
    counts = expertTokenNumPerRank
    ends = ends_of(counts, len(tokens), "expertTokenNumPerRank", counts=True)
    starts = (ends - counts.reshape(-1)).reshape(counts.shape)
    pieces = [np.arange(start, start + count) for start, count in zip(starts.T.ravel(), counts.T.ravel())]
    order = np.concatenate([*pieces, np.arange(ends[-1] if ends.size else 0, len(tokens))])
    scales = None if perTokenScalesOptional is None else perTokenScalesOptional[order]
    return tokens[order], scales, order, counts.sum(0)
