"""aclnnCast."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL, EIGHT
from aclnn.lazy import Array
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS, UNSIGNED
from aclnn.shapes import shape_of

TYPES = (*FLOATING, *INTEGERS, *UNSIGNED, BOOL, *COMPLEX, *EIGHT)

op = Operator(
    "Cast",
    In("self", TYPES),
    Attribute("dtype", "const aclDataType"),
    Out("out", TYPES, shape=shape_of("self")),
    summary="Each element in another data type; from floats to integers without the fraction, NaN as 0.",
    page="math/cast/docs/aclnnCast",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype),),
)


@op.kernel
def kernel(self: Array) -> Array:
    return self
