"""aclnnAll."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.dtypes import BOOL, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "All",
    In("self", BASIC),
    IntArray("dim"),
    Attribute("keepdim", "bool"),
    Out("out", (BOOL, UINT8), shape=reduced("self", "dim", "keepdim")),
    summary="Whether all elements along the axes are not zero; without axes, of the whole tensor.",
    page="math/reduce_all/docs/aclnnAll",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...], call: Arguments) -> Array:
    return along(np.all, self != 0, dim).reshape(call.out.shape)
