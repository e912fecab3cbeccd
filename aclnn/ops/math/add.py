"""aclnnAdd, aclnnAdds and their in-place forms."""

from __future__ import annotations

from aclnn.declare import MAIN, In, Operator, Out, Scalar
from aclnn.lazy import Array
from aclnn.promotion import ALL, promoted
from aclnn.shapes import broadcast

op = Operator(
    "Add",
    In("self", ALL),
    In("other", ALL),
    Scalar("alpha"),
    Out("out", ALL, shape=broadcast("self", "other")),
    summary="The sum of self and alpha times other.",
    page="math/add/docs/aclnnAdd&aclnnInplaceAdd",
    families=(*MAIN, "910"),
    computes=promoted("self", "other"),
)
op.form("InplaceAdd", inplace="self", const=True)
op.form("Adds", scalars=("other",), page="math/add/docs/aclnnAdds", families=(*MAIN, "310P", "910"))
op.form("InplaceAdds", inplace="self", scalars=("other",), const=True, page="math/add/docs/aclnnInplaceAdds")


@op.kernel
def kernel(self: Array, other: Array, alpha: Array) -> Array:
    return self + alpha * other
