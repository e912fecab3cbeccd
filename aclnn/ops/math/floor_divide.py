"""aclnnFloorDivide, aclnnInplaceFloorDivide, aclnnFloorDivides and aclnnInplaceFloorDivides."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array
from aclnn.promotion import BASIC, COMPLEX, NUMBERS
from aclnn.shared.division import floor_quotient
from aclnn.shared.elementwise import binary

op = binary(
    "FloorDivide",
    BASIC,
    (*NUMBERS, *COMPLEX),
    booleans=FLOAT,
    summary="The quotient rounded down.",
    page="math/floor_div/docs/aclnnFloorDivide&aclnnInplaceFloorDivide",
    families=(*MAIN, "310P", "910"),
)
op.form("InplaceFloorDivide", inplace="self")
op.form(
    "FloorDivides",
    scalars=("other",),
    page="math/floor_div/docs/aclnnFloorDivides&aclnnInplaceFloorDivides",
    families=(*MAIN, "910"),
)
op.form(
    "InplaceFloorDivides",
    inplace="self",
    scalars=("other",),
    page="math/floor_div/docs/aclnnFloorDivides&aclnnInplaceFloorDivides",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return floor_quotient(self, other)
