"""aclnnMoeTokenPermuteGrad."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT32
from aclnn.lazy import Array
from aclnn.shapes import Dims, Shape
from aclnn.shared import experts
from aclnn.shared.limits import rank_limit


def _shape(a: Arguments) -> Dims:
    return (a.sortedIndices.size // a.numTopk, a.permutedOutputGrad.shape[1])


op = Operator(
    "MoeTokenPermuteGrad",
    In("permutedOutputGrad", FLOATS),
    In("sortedIndices", (INT32,)),
    Attribute("numTopk", "int64_t"),
    Attribute("paddedMode", "bool"),
    Out("out", like="permutedOutputGrad", shape=Shape("`sortedIndices`'s tokens, the gradient's columns", _shape)),
    summary="The gradient of aclnnMoeTokenPermute: the sum over the places that a token went to.",
    page="moe/moe_token_permute_grad/docs/aclnnMoeTokenPermuteGrad",
    families=MAIN,
    limits=(
        Invalid("paddedMode", "must be false", lambda a: not a.paddedMode),
        rank_limit("permutedOutputGrad", 2, 2),
        rank_limit("sortedIndices", 1, 1),
        Invalid(
            "numTopk", f"must be at most {experts.MOST_CHOSEN} on this product",
            lambda a: a.numTopk <= experts.MOST_CHOSEN, ("A2", "A3"),
        ),
        Invalid(
            "numTopk", "must be positive and divide the elements of sortedIndices",
            lambda a: a.numTopk > 0 and a.sortedIndices.size % a.numTopk == 0,
        ),
    ),
)  # fmt: skip


@op.kernel
def kernel(permutedOutputGrad: Array, sortedIndices: Array, numTopk: int) -> Array:
    """Places behind the rows that there are were dropped, and count nothing."""
    places = experts.places_or_dropped(sortedIndices, len(permutedOutputGrad))
    values = experts.gathered(permutedOutputGrad, places, "sortedIndices", skips=True)
    return values.reshape(-1, numTopk, permutedOutputGrad.shape[1]).sum(1)
