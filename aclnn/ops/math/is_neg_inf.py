"""aclnnIsNegInf."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "IsNegInf",
    FLOATING,
    (BOOL,),
    gives=BOOL,
    summary="Whether each element is negative infinity.",
    page="math/is_neg_inf/docs/aclnnIsNegInf",
    families=(*MAIN, "310P"),
    header="aclnn_isneginf.h",
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.isneginf(self)
