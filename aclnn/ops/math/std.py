"""aclnnStd."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shared.reductions import axes_limit, reduced
from aclnn.shared.variance import variance

op = Operator(
    "Std",
    In("self", (FLOAT, FLOAT16, BF16)),
    IntArray("dim", required=False),
    Attribute("correction", "const int64_t"),
    Attribute("keepdim", "bool"),
    Out("out", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepdim")),
    summary="The standard deviation along the axes; without axes, of the whole tensor.",
    page="math/reduce_std_v2/docs/aclnnStd",
    families=(*MAIN, "310P", "910"),
    computes=promoted("self"),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...] | None, correction: int, call: Arguments) -> Array:
    return np.sqrt(variance(self, dim, correction)[0]).reshape(call.out.shape)
