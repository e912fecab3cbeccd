"""aclnnLeftShift and aclnnLeftShifts."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Out
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.elementwise import binary

op = binary(
    "LeftShift",
    INTEGERS,
    fields=("self", "shiftBits"),
    summary="The bits of each element shifted to the left.",
    page="math/left_shift/docs/aclnnLeftShift",
    families=MAIN,
)

ALL = (*INTEGERS, *UNSIGNED)
op.form(
    "LeftShifts",
    scalars=("shiftBits",),
    changed=(In("self", ALL), Out("out", ALL, shape=shape_of("self"))),
    page="math/left_shift/docs/aclnnLeftShifts",
    limits=(Invalid("shiftBits", "must be an integer", lambda a: a.shiftBits.dtype in ALL),),
)


@op.kernel
def kernel(self: Array, shiftBits: Array) -> Array:
    return np.left_shift(self, shiftBits)
