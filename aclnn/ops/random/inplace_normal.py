"""aclnnInplaceNormal."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Operator
from aclnn.lazy import Array
from aclnn.promotion import FLOATING

op = Operator(
    "InplaceNormal",
    InPlace("selfRef", FLOATING),
    Attribute("mean", "float"),
    Attribute("std", "float"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    summary="Random numbers of a normal distribution.",
    page="random/dsa_random_normal/docs/aclnnInplaceNormal",
    families=(*MAIN, "910"),
    header="aclnn_normal.h",
)


@op.kernel
def kernel(call: Arguments) -> Array:
    from aclnn.shared.randomness import generator

    return call.mean + call.std * generator(call.seed, call.offset).standard_normal(call.selfRef.shape)
