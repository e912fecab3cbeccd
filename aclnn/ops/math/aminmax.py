"""aclnnAminmax, aclnnAminmaxDim and aclnnAminmaxAll."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.reductions import along, axes_limit, nonempty_limit, reduced

op = Operator(
    "Aminmax",
    In("self", BASIC),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Out("minOut", like="self", shape=reduced("self", "dim", "keepDim")),
    Out("maxOut", like="self", shape=reduced("self", "dim", "keepDim")),
    summary="The smallest and the greatest element along the axes, NaN where there is one.",
    page="math/reduce_min/docs/aclnnAminmax",
    families=(*MAIN, "310P", "910"),
    limits=(axes_limit("self", "dim"), nonempty_limit("self", "dim")),
)


op.form(
    "AminmaxDim",
    changed=(Attribute("dim", "const int64_t"),),
    page="math/reduce_min/docs/aclnnAminmaxDim",
    families=(*MAIN, "910"),
    header="aclnn_aminmax_dim.h",
)
op.form(
    "AminmaxAll",
    without=("dim", "keepDim"),
    changed=(Out("minOut", like="self", shape=reduced("self")), Out("maxOut", like="self", shape=reduced("self"))),
    limits=(nonempty_limit("self"),),
    page="math/reduce_min/docs/aclnnAminmaxAll",
    families=(*MAIN, "910"),
    header="aclnn_aminmax_all.h",
)


@op.kernel
def kernel(self: Array, call: Arguments, dim: int | tuple[int, ...] | None = None) -> tuple[Array, Array]:
    smallest, greatest = (along(function, self, dim) for function in (np.min, np.max))
    return smallest.reshape(call.minOut.shape), greatest.reshape(call.maxOut.shape)
