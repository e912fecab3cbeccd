"""aclnnMaskedSelect."""

from __future__ import annotations

from math import prod

from aclnn.declare import MAIN, Arguments, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import broadcast_shape


def _common(a: Arguments) -> tuple[int, ...] | None:
    return broadcast_shape(a.self.shape, a.mask.shape)


op = Operator(
    "MaskedSelect",
    In("self", BASIC),
    In("mask", (UINT8, BOOL)),
    Out("out", BASIC),
    summary="The elements for which the mask holds, one after the other; the output takes their number as its shape.",
    page="conversion/masked_select_v3/docs/aclnnMaskedSelect",
    families=(*MAIN, "310P", "910"),
    limits=(
        Invalid("mask", "must have a shape that can be broadcast with self", lambda a: _common(a) is not None),
        Invalid(
            "out",
            "must have one dimension and an element for each of self and mask broadcast",
            lambda a: a.out.shape == (prod(_common(a) or ()),),
        ),
    ),
)


@op.kernel
def kernel(self: Array, mask: Array) -> Array:
    from aclnn.access import Found

    values, chosen = np.broadcast_arrays(self, mask != 0)
    return Found(values[chosen])
