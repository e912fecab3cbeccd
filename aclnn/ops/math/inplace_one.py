"""aclnnInplaceOne."""

from __future__ import annotations

from aclnn.declare import MAIN, InPlace, Operator
from aclnn.dtypes import BOOL, UINT16
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS

op = Operator(
    "InplaceOne",
    InPlace("selfRef", (*FLOATING, *INTEGERS, UINT16, BOOL), const=True),
    summary="Every element set to one.",
    page="math/ones_like/docs/aclnnInplaceOne",
    families=(*MAIN, "310P", "910"),
    header="aclnn_ones.h",
)


@op.kernel
def kernel() -> Array:
    return np.float32(1)
