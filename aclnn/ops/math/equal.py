"""aclnnEqual."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Invalid, Operator, Out
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED, promoted

op = Operator(
    "Equal",
    In("self", (*BASIC, *UNSIGNED)),
    In("other", (*BASIC, *UNSIGNED)),
    Out("out", (BOOL,)),
    summary="Whether two tensors have the same shape and elements.",
    page="math/tensor_equal/docs/aclnnEqual",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self", "other"),
    gives=BOOL,
    limits=(Invalid("out", "must have the shape [1]", lambda a: a.out.shape in ((1,), ())),),
)


@op.kernel
def kernel(self: Array, other: Array) -> Array:
    return np.bool_(self.shape == other.shape and bool(np.all(self == other)))
