"""aclnnMoeTokenUnpermute."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared import experts
from aclnn.shared.limits import rank_limit


def chosen_by(a: Arguments) -> int:
    """How many experts a token has: the columns of its weights, one without."""
    return 1 if a.probsOptional is None else int(a.probsOptional.shape[1])


def _shape(a: Arguments) -> Dims:
    return (a.sortedIndices.size // chosen_by(a), a.permutedTokens.shape[1])


LIMITS = (
    Invalid("paddedMode", "must be false", lambda a: not a.paddedMode),
    Invalid("restoreShapeOptional", "must be null", lambda a: a.restoreShapeOptional is None),
    rank_limit("sortedIndices", 1, 1),
    rank_limit("probsOptional", 2, 2),
    Invalid(
        "probsOptional", f"must have at most {experts.MOST_CHOSEN} columns on this product",
        lambda a: chosen_by(a) <= experts.MOST_CHOSEN, ("A2", "A3"),
    ),
    Invalid(
        "probsOptional", "must have an element for each of sortedIndices",
        lambda a: a.probsOptional is None or a.probsOptional.size == a.sortedIndices.size,
    ),
)  # fmt: skip
op = Operator(
    "MoeTokenUnpermute",
    In("permutedTokens", FLOATS),
    In("sortedIndices", (INT32,)),
    OptionalIn("probsOptional", FLOATS),
    Attribute("paddedMode", "bool"),
    IntArray("restoreShapeOptional", required=False),
    Out("out", like="permutedTokens", shape=Shape("[tokens, `permutedTokens`'s columns]", _shape)),
    summary="Tokens back in their order, summed over their experts with weights.",
    page="moe/moe_token_unpermute/docs/aclnnMoeTokenUnpermute",
    families=MAIN,
    limits=(rank_limit("permutedTokens", 2, 2), *LIMITS),
)


@op.kernel
def kernel(permutedTokens: Array, sortedIndices: Array, probsOptional: Array | None) -> Array:
    places = experts.places_or_dropped(sortedIndices, len(permutedTokens))
    values = experts.gathered(permutedTokens, places, "sortedIndices", skips=True)
    if probsOptional is None:
        return values
    return (values.reshape(*probsOptional.shape, -1) * probsOptional[..., None]).sum(1)
