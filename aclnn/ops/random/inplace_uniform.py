"""aclnnInplaceUniform."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Invalid, Operator
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS

op = Operator(
    "InplaceUniform",
    InPlace("selfRef", (*FLOATING, *INTEGERS)),
    Attribute("from", "double", field="start"),
    Attribute("to", "double"),
    Attribute("seed", "uint64_t"),
    Attribute("offset", "uint64_t"),
    summary="Random numbers evenly spread over [from, to).",
    page="random/dsa_random_uniform/docs/aclnnInplaceUniform",
    families=(*MAIN, "910"),
    header="aclnn_uniform.h",
    limits=(Invalid("start", "must be at most to", lambda a: a.start <= a.to),),
)


@op.kernel
def kernel(call: Arguments) -> Array:
    from aclnn.conversion import SIXTEEN
    from aclnn.shared.randomness import generator

    drawn = generator(call.seed, call.offset).random(call.selfRef.shape)
    if call.selfRef.dtype in SIXTEEN:
        drawn = np.floor(drawn * 256) / 256  # what has few digits must not be rounded up to `to`
    values = call.start + (call.to - call.start) * drawn.astype(np.float32)
    return np.where(values >= call.to, call.start, values)
