"""aclnnInplaceNormal, aclnnInplaceNormalTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Operator
from aclnn.lazy import Array
from aclnn.promotion import FLOATING
from aclnn.shared.randomness import generator, on_device

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
on_device(op, "InplaceNormalTensor", "random/dsa_random_normal/docs/aclnnInplaceNormalTensor")


@op.kernel
def kernel(call: Arguments, seed: int | Array, offset: int | Array, added: int = 0) -> Array:
    return call.mean + call.std * generator(seed, offset, added).standard_normal(call.selfRef.shape)
