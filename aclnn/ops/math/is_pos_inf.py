"""aclnnIsPosInf."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "IsPosInf",
    FLOATING,
    (BOOL,),
    gives=BOOL,
    summary="Whether each element is positive infinity.",
    page="math/is_pos_inf/docs/aclnnIsPosInf",
    families=(*MAIN, "310P"),
    header="aclnn_isposinf.h",
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.isposinf(self)
