"""aclnnNorm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Operator, Out, Scalar
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import promoted
from aclnn.shared.reductions import axes_limit, reduced
from aclnn.shared.vector_norm import vector_norm

op = Operator(
    "Norm",
    In("self", (FLOAT, FLOAT16, BF16)),
    Scalar("pScalar"),
    IntArray("dim"),
    Attribute("keepdim", "bool"),
    Out("out", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dim", "keepdim")),
    summary="The p-norm along the axes; without axes, of the whole tensor.",
    page="norm/lp_norm_v2/docs/aclnnNorm",
    families=(*MAIN, "310P", "310B", "910"),
    computes=promoted("self"),
    limits=(axes_limit("self", "dim"),),
)


@op.kernel
def kernel(self: Array, dim: tuple[int, ...], pScalar: Array, call: Arguments) -> Array:
    return vector_norm(self, float(pScalar), dim).reshape(call.out.shape)
