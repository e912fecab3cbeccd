"""aclnnArgMin."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import NUMBERS
from aclnn.shared.reductions import axes_limit, nonempty_limit, reduced

op = Operator(
    "ArgMin",
    In("self", NUMBERS),
    Attribute("dim", "int64_t"),
    Attribute("keepdim", "bool"),
    Out("out", (INT32, INT64), shape=reduced("self", "dim", "keepdim")),
    summary="The index of the smallest element along an axis: the first one, or the first NaN.",
    page="math/arg_min/docs/aclnnArgMin",
    families=(*MAIN, "310P", "910"),
    header="aclnn_argmin.h",
    limits=(axes_limit("self", "dim"), nonempty_limit("self", "dim")),
)


@op.kernel
def kernel(self: Array, dim: int, call: Arguments) -> Array:
    values = self if self.ndim else self.reshape(1)
    return np.argmin(values, axis=dim).reshape(call.out.shape)
