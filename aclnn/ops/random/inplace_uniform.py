"""aclnnInplaceUniform, aclnnInplaceUniformTensor."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Invalid, Operator
from aclnn.dtypes import INT64, UINT64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS
from aclnn.shared.randomness import generator, on_device

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
on_device(
    op,
    "InplaceUniformTensor",
    "random/dsa_random_uniform/docs/aclnnInplaceUniformTensor",
    dtypes=(INT64, UINT64),
    added="uint64_t",
)


@op.kernel
def kernel(call: Arguments, seed: int | Array, offset: int | Array, added: int = 0) -> Array:
    from aclnn.conversion import SIXTEEN

    drawn = generator(seed, offset, added).random(call.selfRef.shape)
    if call.selfRef.dtype in SIXTEEN:
        drawn = np.floor(drawn * 256) / 256  # what has few digits must not be rounded up to `to`
    values = call.start + (call.to - call.start) * drawn.astype(np.float32)
    return np.where(values >= call.to, call.start, values)
