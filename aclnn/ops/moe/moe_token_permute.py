"""aclnnMoeTokenPermute."""

from __future__ import annotations

from math import prod

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shapes import Shape
from aclnn.shared import experts
from aclnn.shared.limits import rank_limit

MOST_INDICES = 16777215


def _kept(a: Arguments) -> int:
    """How many permuted tokens are kept: as a slice [:numOutTokens], all for 0."""
    return len(range(a.indices.size)[: a.numOutTokens or None])


EVERY = Shape("[elements of `indices`]", lambda a: (a.indices.size,))
op = Operator(
    "MoeTokenPermute",
    In("tokens", FLOATS),
    In("indices", (INT32, INT64)),
    Attribute("numOutTokens", "int64_t"),
    Attribute("paddedMode", "bool"),
    Out("permuteTokensOut", like="tokens", const=True),
    Out("sortedIndicesOut", (INT32,), shape=EVERY, const=True),
    summary="Tokens in the order of their experts, once for each, and where each has gone.",
    page="moe/moe_token_permute/docs/aclnnMoeTokenPermute",
    families=MAIN,
    limits=(
        Invalid("paddedMode", "must be false", lambda a: not a.paddedMode),
        rank_limit("tokens", 2),
        rank_limit("indices", 1, 2),
        Invalid("indices", "must have as many rows as tokens", lambda a: a.indices.shape[0] == a.tokens.shape[0]),
        Invalid(
            "indices", f"must have at most {experts.MOST_CHOSEN} experts for a token on this product",
            lambda a: prod(a.indices.shape[1:]) <= experts.MOST_CHOSEN, ("A2", "A3"),
        ),
        Invalid("indices", f"must have less than {MOST_INDICES} elements", lambda a: a.indices.size < MOST_INDICES),
        Invalid(
            "permuteTokensOut", "must have a row for each index, at most numOutTokens, as long as those of tokens",
            lambda a: len(a.permuteTokensOut.shape) >= 2 and a.permuteTokensOut.shape[0] == _kept(a)
            and prod(a.permuteTokensOut.shape[1:]) == prod(a.tokens.shape[1:]),
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(tokens: Array, indices: Array, call: Arguments) -> tuple[Array, Array]:
    order = np.argsort(indices, axis=None, kind="stable")
    of_token = max(indices.size // max(len(tokens), 1), 1)
    rows = tokens[order[: _kept(call)] // of_token]
    return rows.reshape(call.permuteTokensOut.shape), experts.places(order)
