"""aclnnDropoutDoMask."""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import shape_of

op = Operator(
    "DropoutDoMask",
    In("self", (FLOAT, FLOAT16, BF16)),
    In("mask", (UINT8,)),
    Attribute("prob", "double"),
    Out("out", (FLOAT, FLOAT16, BF16), like="self", shape=shape_of("self")),
    summary="self / (1 - prob) where the mask has a 1 bit, else 0; the first element's bit is the lowest.",
    page="random/drop_out_do_mask/docs/aclnnDropoutDoMask",
    families=(*MAIN, "910"),
    limits=(
        Invalid("prob", "must be between 0 and 1", lambda a: 0 <= a.prob <= 1),
        Invalid(
            "mask",
            "must have a bit for each element of self",
            lambda a: prod(a.mask.shape) * 8 >= prod(a.self.shape),
        ),
    ),
)


@op.kernel
def kernel(self: Array, mask: Array, call: Arguments) -> Array:
    kept = np.unpackbits(mask.reshape(-1), bitorder="little", count=self.size).reshape(self.shape) != 0
    if call.prob == 1:
        return np.zeros(self.shape, np.float32)
    return np.where(kept, self / np.float32(1 - call.prob), np.float32(0))
