"""aclnnMoeTokenUnpermuteGrad."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Attribute, In, IntArray, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array, np
from aclnn.ops.moe.moe_token_unpermute import LIMITS, chosen_by
from aclnn.shapes import shape_of
from aclnn.shared import experts
from aclnn.shared.limits import rank_limit

op = Operator(
    "MoeTokenUnpermuteGrad",
    In("permuteTokens", FLOATS),
    In("unpermutedTokensGrad", like="permuteTokens"),
    In("sortedIndices", (INT32,)),
    OptionalIn("probsOptional", FLOATS),
    Attribute("paddedMode", "bool"),
    IntArray("restoreShapeOptional", required=False),
    Out("permutedTokensGradOut", like="permuteTokens", shape=shape_of("permuteTokens")),
    Out("probsGradOut", FLOATS),
    summary="The gradients of aclnnMoeTokenUnpermute.",
    page="moe/moe_token_unpermute_grad/docs/aclnnMoeTokenUnpermuteGrad",
    families=MAIN,
    limits=(
        rank_limit("permuteTokens", 2, 2),
        rank_limit("unpermutedTokensGrad", 2, 2),
        *LIMITS,
        Invalid(
            "unpermutedTokensGrad", "must have a row of permuteTokens for each token",
            lambda a: a.unpermutedTokensGrad.shape
            == (a.sortedIndices.size // chosen_by(a), a.permuteTokens.shape[1]),
        ),
        Invalid(
            "probsGradOut", "must have type and shape of probsOptional",
            lambda a: a.probsOptional is None
            or (a.probsGradOut.dtype, a.probsGradOut.shape) == (a.probsOptional.dtype, a.probsOptional.shape),
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(
    permuteTokens: Array, unpermutedTokensGrad: Array, sortedIndices: Array, probsOptional: Array | None
) -> tuple[Array, Array | None]:
    places = experts.places_or_dropped(sortedIndices, len(permuteTokens))
    values = experts.gathered(permuteTokens, places, "sortedIndices", skips=True)
    grad = unpermutedTokensGrad[:, None]
    weighted = grad if probsOptional is None else grad * probsOptional[..., None]
    kept = places >= 0
    result = np.zeros(permuteTokens.shape, np.float32)
    result[places[kept]] = weighted.reshape(-1, permuteTokens.shape[1])[kept]
    if probsOptional is None:
        return result, None
    return result, (values.reshape(*probsOptional.shape, -1) * grad).sum(-1)
