"""aclnnLogSumExp."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS, promoted
from aclnn.shared.reductions import along, axes_limit, reduced

op = Operator(
    "LogSumExp",
    In("self", (FLOAT, FLOAT16, BF16, *INTEGERS, BOOL)),
    IntArray("dim"),
    Attribute("keepDim", "bool"),
    Out("out", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepDim")),
    summary="The logarithm of the sum of the exponentials along the axes.",
    page="math/reduce_log_sum_exp/docs/aclnnLogSumExp",
    families=(*MAIN, "310P", "910"),
    header="aclnn_logsumexp.h",
    computes=promoted("self", integers=FLOAT),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...], call: Arguments) -> Array:
    greatest = along(np.max, self, dim)
    shift = np.where(np.isfinite(greatest), greatest, 0)  # an infinite one stays itself
    return (np.log(along(np.sum, np.exp(self - shift), dim)) + shift).reshape(call.out.shape)
