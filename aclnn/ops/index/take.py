"""aclnnTake."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, UNSIGNED
from aclnn.shapes import shape_of
from aclnn.shared.indices import checked

op = Operator(
    "Take",
    In("self", (*ALL, *UNSIGNED)),
    In("index", (INT32, INT64)),
    Out("out", like="self", shape=shape_of("index")),
    summary="The elements at places in row-major order.",
    page="index/gather_v2/docs/aclnnTake",
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array, index: Array) -> Array:
    return np.take(self.reshape(-1), checked(index, self.size, "index"))
