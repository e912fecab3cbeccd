"""aclnnStdMeanCorrection."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import promoted
from aclnn.shared.reductions import axes_limit, reduced
from aclnn.shared.variance import variance

op = Operator(
    "StdMeanCorrection",
    In("self", (FLOAT, FLOAT16, BF16)),
    IntArray("dim", required=False),
    Attribute("correction", "int64_t"),
    Attribute("keepdim", "bool"),
    Out("stdOut", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepdim")),
    Out("meanOut", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepdim")),
    summary="The standard deviation and the mean along the axes; without axes, of the whole tensor.",
    page="math/reduce_std_with_mean/docs/aclnnStdMeanCorrection",
    families=(*MAIN, "910"),
    computes=promoted("self"),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...] | None, correction: int, call: Arguments) -> tuple[Array, Array]:
    variances, means = variance(self, dim, correction)
    return np.sqrt(variances).reshape(call.stdOut.shape), means.reshape(call.meanOut.shape)
