"""aclnnSignbit."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BOOL
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING, INTEGERS, UNSIGNED
from aclnn.shared.elementwise import unary

op = unary(
    "Signbit",
    (*FLOATING, *INTEGERS, *UNSIGNED, BOOL),
    (BOOL, *FLOATING, *INTEGERS),
    gives=BOOL,
    summary="Whether each element is negative, also -0.",
    page="math/signbit/docs/aclnnSignbit",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array) -> Array:
    return np.signbit(self) if self.dtype.kind == "f" else np.less(self, 0)
