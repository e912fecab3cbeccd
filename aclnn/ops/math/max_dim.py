"""aclnnMaxDim."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared.reductions import axes_limit, nonempty_limit, reduced

op = Operator(
    "MaxDim",
    In("self", (FLOAT, FLOAT16, BF16, INT32, INT64, BOOL)),
    Attribute("dim", "int64_t"),
    Attribute("keepdim", "bool"),
    Out("out", like="self", shape=reduced("self", "dim", "keepdim")),
    Out("indices", (INT32, INT64), shape=reduced("self", "dim", "keepdim")),
    summary="The greatest element along an axis and its index: the first one, NaN where there is one.",
    page="math/arg_max_with_value/docs/aclnnMaxDim",
    families=(*MAIN, "310P", "910"),
    limits=(axes_limit("self", "dim"), nonempty_limit("self", "dim")),
)


@op.kernel
def kernel(self: Array, dim: int, call: Arguments) -> tuple[Array, Array]:
    values = self if self.ndim else self.reshape(1)
    indices = np.expand_dims(np.argmax(values, axis=dim), dim)
    found = np.take_along_axis(values, indices, axis=dim)
    return found.reshape(call.out.shape), indices.reshape(call.out.shape)
