"""aclnnInplaceZero."""

from __future__ import annotations

from aclnn.declare import MAIN, InPlace, Operator
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array, np
from aclnn.promotion import COMPLEX, FLOATING, INTEGERS

op = Operator(
    "InplaceZero",
    InPlace("selfRef", (*FLOATING, *INTEGERS, UINT16, BOOL, *COMPLEX)),
    summary="Every element set to zero.",
    page="math/zero_op/docs/aclnnInplaceZero",
    families=(*MAIN, "310P", "910"),
    header="aclnn_zero.h",
)


@op.kernel
def kernel() -> Array:
    return np.float32(0)
