"""aclnnRandperm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, Invalid, Operator, Out
from aclnn.lazy import Array
from aclnn.promotion import NUMBERS
from aclnn.shared.randomness import generator

op = Operator(
    "Randperm",
    Attribute("n", "int64_t"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    Out("out", NUMBERS),
    summary="The numbers from 0 to n - 1 in random order.",
    page="random/stateless_randperm/docs/aclnnRandperm",
    families=(*MAIN, "910"),
    limits=(
        Invalid("n", "must not be negative", lambda a: a.n >= 0),
        Invalid("out", "must have one dimension of length n", lambda a: a.out.shape == (a.n,)),
    ),
)


@op.kernel
def kernel(call: Arguments) -> Array:
    return generator(call.seed, call.offset).permutation(call.n)
