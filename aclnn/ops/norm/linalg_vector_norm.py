"""aclnnLinalgVectorNorm."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, IntArray, Invalid, Operator, Out, Scalar
from aclnn.dtypes import BF16, FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.promotion import Computation
from aclnn.shared.reductions import axes_limit, reduced
from aclnn.shared.vector_norm import vector_norm

op = Operator(
    "LinalgVectorNorm",
    In("self", (FLOAT, FLOAT16, BF16)),
    Scalar("ord"),
    IntArray("dims", required=False),
    Attribute("keepDims", "bool"),
    Attribute("dtype", "const aclDataType"),
    Out("out", (FLOAT, FLOAT16, BF16), shape=reduced("self", "dims", "keepDims")),
    summary="The p-norm along the axes, computed in dtype; without axes, of the whole tensor.",
    page="norm/lp_norm_v2/docs/aclnnLinalgVectorNorm",
    families=(*MAIN, "310B", "910"),
    computes=Computation("`dtype`", ("self",), lambda a: a.dtype),
    limits=(
        Invalid("dtype", "must be the data type of out", lambda a: a.dtype == a.out.dtype),
        axes_limit("self", "dims"),
    ),
)


@op.kernel
def kernel(self: Array, ord: Array, dims: tuple[int, ...] | None, call: Arguments) -> Array:
    return vector_norm(self, float(ord), dims).reshape(call.out.shape)
