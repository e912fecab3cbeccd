"""aclnnReduceSum."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.lazy import Array, np
from aclnn.promotion import ALL, Computation
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "ReduceSum",
    In("self", ALL),
    IntArray("dims"),
    Attribute("keepDims", "bool"),
    Attribute("dtype", "aclDataType"),
    Out("out", ALL, shape=reduced("self", "dims", "keepDims")),
    summary="The sum along the axes, computed in dtype; without axes, of the whole tensor.",
    page="math/reduce_sum/docs/aclnnReduceSum",
    families=(*MAIN, "310P", "910"),
    computes=Computation("`dtype`", ("self",), lambda a: a.dtype),
    limits=(
        Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype),
        axes_limit("self", "dims"),
    ),
)


@op.kernel
def kernel(self: Array, dims: tuple[int, ...], call: Arguments) -> Array:
    total = np.any if self.dtype == bool else np.sum
    options = {} if self.dtype == bool else {"dtype": self.dtype}
    return along(total, self, dims, **options).reshape(call.out.shape)
