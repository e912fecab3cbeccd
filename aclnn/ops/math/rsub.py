"""aclnnRsub and aclnnRsubs."""

from __future__ import annotations

from aclnn.declare import MAIN, Scalar
from aclnn.lazy import Array
from aclnn.promotion import COMPLEX, NUMBERS
from aclnn.shared.elementwise import binary

op = binary(
    "Rsub",
    (*NUMBERS, *COMPLEX),
    (),
    Scalar("alpha"),
    summary="The difference of other and alpha times self.",
    page="math/sub/docs/aclnnRsub",
    families=(*MAIN, "910"),
)
op.form("Rsubs", scalars=("other",), page="math/sub/docs/aclnnRsubs", families=(*MAIN, "310P", "910"))


@op.kernel
def kernel(self: Array, other: Array, alpha: Array) -> Array:
    return other - alpha * self
