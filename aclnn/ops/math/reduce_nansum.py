"""aclnnReduceNansum."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, Computation
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "ReduceNansum",
    In("self", (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL)),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Attribute("dtype", "aclDataType"),
    Out("out", (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL), shape=reduced("self", "dim", "keepDim")),
    summary="The sum along the axes with NaN as 0, computed in dtype; without axes, of the whole tensor.",
    page="math/reduce_nansum/docs/aclnnReduceNansum",
    families=MAIN,
    computes=Computation("`dtype`", ("self",), lambda a: a.dtype),
    limits=(
        Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype),
        axes_limit("self", "dim"),
    ),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...], call: Arguments) -> Array:
    if self.dtype == bool:
        return along(np.any, self, dim).reshape(call.out.shape)
    known = np.where(self == self, self, np.zeros_like(self))
    return along(np.sum, known, dim, dtype=self.dtype).reshape(call.out.shape)
