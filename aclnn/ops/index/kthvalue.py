"""aclnnKthvalue."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, Out
from aclnn.dtypes import INT64
from aclnn.lazy import Array, np
from aclnn.promotion import UNSIGNED
from aclnn.shared.axes import axis_limit, axis_of
from aclnn.shared.limits import lacks
from aclnn.shared.reductions import reduced
from aclnn.shared.sorting import order
from aclnn.shared.statistics import TYPES, kept_or_not, picked

OUT = reduced("self", "dim", "keepdim")


def _length(a: Arguments) -> int:
    shape = a.self.shape or (1,)
    length: int = shape[axis_of(a.dim, len(shape))]
    return length


op = Operator(
    "Kthvalue",
    In("self", (*TYPES, *UNSIGNED)),
    Attribute("k", "int64_t"),
    Attribute("dim", "int64_t"),
    Attribute("keepdim", "bool"),
    Out("valuesOut", like="self", shape=OUT),
    Out("indicesOut", (INT64,), shape=OUT),
    summary="The k-th smallest element along a dimension, the first of equal ones before the next, and where it is.",
    page="index/gather_v2/docs/aclnnKthvalue",
    families=(*MAIN, "310P", "910"),
    limits=(
        axis_limit(),
        Invalid("k", "must be from 1 to the length of self along dim", lambda a: 1 <= a.k <= _length(a)),
        lacks("self", UNSIGNED, ("A2", "A3", "310P", "910")),
    ),
)


@op.kernel
def kernel(self: Array, k: int, dim: int, call: Arguments) -> tuple[Array, Array]:
    rows = np.moveaxis(np.atleast_1d(self), dim, -1)
    which = np.full((*rows.shape[:-1], 1), k - 1)
    return kept_or_not(picked(rows, order(rows, -1, False), which, dim, self.ndim), call)
