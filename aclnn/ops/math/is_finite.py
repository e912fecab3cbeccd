"""aclnnIsFinite."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "IsFinite",
    FLOATING,
    (BOOL,),
    gives=BOOL,
    summary="Whether each element is neither infinite nor NaN.",
    page="math/is_finite/docs/aclnnIsFinite",
    families=(*MAIN, "910"),
    header="aclnn_isfinite.h",
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.isfinite(self)
