"""aclnnDropoutGenMaskV2, aclnnDropoutGenMaskV2Tensor."""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Arguments, Attribute, IntArray, Invalid, Operator, Out
from aclnn.dtypes import UINT8
from aclnn.lazy import Array, np
from aclnn.shared.randomness import generator, on_device

_ALIGNMENT = 128  # bits

op = Operator(
    "DropoutGenMaskV2",
    IntArray("shape"),
    Attribute("prob", "double"),
    Attribute("seed", "int64_t"),
    Attribute("offset", "int64_t"),
    Attribute("probDataType", "aclDataType"),
    Out("out", (UINT8,)),
    summary="A bit for each element of a shape, 1 with probability 1 - prob, the first element in the lowest bit.",
    page="random/dsa_gen_bit_mask/docs/aclnnDropoutGenMaskV2",
    families=(*MAIN, "910"),
    header="aclnn_dropout_gen_mask.h",
    limits=(
        Invalid("prob", "must be between 0 and 1", lambda a: 0 <= a.prob <= 1),
        Invalid(
            "out",
            "must have a byte for every 8 elements of shape, counted up to a multiple of 128",
            lambda a: prod(a.out.shape) == -(-prod(a.shape) // _ALIGNMENT) * _ALIGNMENT // 8,
        ),
    ),
)
on_device(op, "DropoutGenMaskV2Tensor", "random/dsa_gen_bit_mask/docs/aclnnDropoutGenMaskV2Tensor")


@op.kernel
def kernel(call: Arguments, seed: int | Array, offset: int | Array, added: int = 0) -> Array:
    kept = generator(seed, offset, added).random(prod(call.out.shape) * 8) >= call.prob
    return np.packbits(kept, bitorder="little").reshape(call.out.shape)
