"""aclnnRound and aclnnInplaceRound."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import FLOATING
from aclnn.shared.elementwise import unary

op = unary(
    "Round",
    (*FLOATING, INT32, INT64),
    summary="Each element rounded to a whole number, halves to even.",
    page="math/round/docs/aclnnRound&aclnnInplaceRound",
    families=(*MAIN, "910"),
)
op.form("InplaceRound", inplace="self", const=True)


@op.kernel
def kernel(self: Array) -> Array:
    return np.rint(self) if self.dtype.kind == "f" else self
