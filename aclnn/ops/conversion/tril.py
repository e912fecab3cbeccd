"""aclnnTril and aclnnInplaceTril."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.limits import lacks, rank_limit

op = Operator(
    "Tril",
    In("self", (*BASIC, *UNSIGNED, COMPLEX64)),
    Attribute("diagonal", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The tensor with zeros above a diagonal of its last two dimensions.",
    page="conversion/tril/docs/aclnnTril&aclnnInplaceTril",
    families=(*MAIN, "910"),
    limits=(lacks("self", (COMPLEX64,), ("A2", "A3", "910")), rank_limit("self", 2)),
)
op.form("InplaceTril", inplace="self", const=True)


@op.kernel
def kernel(self: Array, diagonal: int) -> Array:
    return np.tril(self, max(-self.shape[-2], min(diagonal, self.shape[-1])))
