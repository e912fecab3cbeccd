"""aclnnProd and aclnnProdDim."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, Computation
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "Prod",
    In("self", ALL),
    Attribute("dtype", "const aclDataType"),
    Out("out", ALL, shape=reduced("self")),
    summary="The product of all elements, computed in dtype.",
    page="math/reduce_prod/docs/aclnnProd",
    families=(*MAIN, "310P", "910"),
    computes=Computation("`dtype`", ("self",), lambda a: a.dtype),
    limits=(Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype),),
)


along_axis = Operator(
    "ProdDim",
    In("self", ALL),
    Attribute("dim", "int64_t"),
    Attribute("keepDim", "bool"),
    Attribute("dtype", "const aclDataType"),
    Out("out", ALL, shape=reduced("self", "dim", "keepDim")),
    summary="The product along an axis, computed in dtype.",
    page="math/reduce_prod/docs/aclnnProdDim",
    families=(*MAIN, "310P", "910"),
    header="aclnn_prod.h",
    computes=op.computes,
    limits=(*op.limits, axes_limit("self", "dim")),
)


@along_axis.kernel
@op.kernel
def kernel(self: Array, call: Arguments, dim: int | None = None) -> Array:
    if self.dtype == bool:
        return along(np.all, self, dim).reshape(call.out.shape)
    return along(np.prod, self, dim, dtype=self.dtype).reshape(call.out.shape)
