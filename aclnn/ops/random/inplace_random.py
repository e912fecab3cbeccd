"""aclnnInplaceRandom, aclnnInplaceRandomTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Invalid, Operator
from aclnn.lazy import Array
from aclnn.promotion import BASIC
from aclnn.shared.randomness import generator, on_device

op = Operator(
    "InplaceRandom",
    InPlace("selfRef", BASIC),
    Attribute("from", "int64_t", field="start"),
    Attribute("to", "int64_t"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    summary="Random whole numbers evenly spread over [from, to).",
    page="random/dsa_random_uniform/docs/aclnnInplaceRandom",
    families=(*MAIN, "910"),
    header="aclnn_random.h",
    limits=(Invalid("start", "must be less than to", lambda a: a.start < a.to),),
)
on_device(op, "InplaceRandomTensor", "random/dsa_random_uniform/docs/aclnnInplaceRandomTensor")


@op.kernel
def kernel(call: Arguments, seed: int | Array, offset: int | Array, added: int = 0) -> Array:
    return generator(seed, offset, added).integers(call.start, call.to, call.selfRef.shape)
