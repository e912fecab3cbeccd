"""aclnnInplaceFillDiagonal."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, InPlace, Invalid, Operator, Scalar
from aclnn.dtypes import BOOL, COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS, promoted


def _has_diagonal(a: Arguments) -> bool:
    shape = a.selfRef.shape
    return len(shape) == 2 or (len(shape) > 2 and len(set(shape)) == 1)


op = Operator(
    "InplaceFillDiagonal",
    InPlace("selfRef", (*FLOATING, *INTEGERS, BOOL, COMPLEX64)),
    Scalar("fillValue"),
    Attribute("wrap", "bool"),
    summary="The diagonal set to a number; with wrap a new one begins below the first, after a row that stays.",
    page="conversion/fill_diagonal_v2/docs/aclnnInplaceFillDiagonal",
    families=(*MAIN, "310P"),
    header="aclnn_fill_diagonal.h",
    computes=promoted("selfRef"),
    limits=(Invalid("selfRef", "must have at least 2 dimensions, more than 2 only of equal lengths", _has_diagonal),),
)


@op.kernel
def kernel(selfRef: Array, fillValue: Array, wrap: bool) -> Array:
    filled = selfRef.copy()
    if filled.ndim == 2:
        np.fill_diagonal(filled, fillValue, wrap=wrap)
    else:
        np.einsum("i" * filled.ndim + "->i", filled)[...] = fillValue
    return filled
