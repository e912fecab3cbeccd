"""aclnnTriu and aclnnInplaceTriu."""

from __future__ import annotations

from aclnn.declare import MAIN, Attribute, In, Operator, Out
from aclnn.dtypes import COMPLEX64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.limits import lacks, rank_limit

op = Operator(
    "Triu",
    In("self", (*BASIC, *UNSIGNED, COMPLEX64)),
    Attribute("diagonal", "int64_t"),
    Out("out", like="self", shape=shape_of("self")),
    summary="The tensor with zeros below a diagonal of its last two dimensions.",
    page="conversion/triu/docs/aclnnTriu&aclnnInplaceTriu",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("self", (COMPLEX64,), ("A2", "A3", "310P", "910")), rank_limit("self", 2)),
)
op.form("InplaceTriu", inplace="self")


@op.kernel
def kernel(self: Array, diagonal: int) -> Array:
    return np.triu(self, max(-self.shape[-2], min(diagonal, self.shape[-1])))
