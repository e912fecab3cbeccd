"""aclnnVar and aclnnVarCorrection."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.reductions import axes_limit, reduced
from aclnn.shared.variance import variance

op = Operator(
    "Var",
    In("self", (FLOAT, FLOAT16, BF16)),
    IntArray("dim", required=False),
    Attribute("unbiased", "bool"),
    Attribute("keepdim", "bool"),
    Out("out", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepdim")),
    summary="The variance along the axes; without axes, of the whole tensor.",
    page="math/reduce_var/docs/aclnnVar",
    families=(*MAIN, "910"),
    computes=promoted("self"),
    limits=(axes_limit("self", "dim"),),
)


op.form(
    "VarCorrection",
    changed=(Attribute("correction", "int64_t", field="unbiased"),),
    page="math/reduce_var/docs/aclnnVarCorrection",
    families=(*MAIN, "310P", "910"),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...] | None, unbiased: int, call: Arguments) -> Array:
    return variance(self, dim, int(unbiased))[0].reshape(call.out.shape)
