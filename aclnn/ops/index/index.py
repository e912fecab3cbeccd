"""aclnnIndex."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, In, InList, Invalid, Operator, Out
from aclnn.dtypes import BOOL, COMPLEX64, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shared.indexing import has_mask, list_limits, selection_shape, selector
from aclnn.shared.limits import complete, lacks


def _fits(a: Arguments) -> bool:
    return has_mask(a.indices) or a.out.shape == selection_shape(a.self.shape or (1,), a.indices)


op = Operator(
    "Index",
    In("self", (*BASIC, COMPLEX64)),
    InList("indices", (INT32, INT64, BOOL)),
    Out("out", like="self"),
    summary="The elements that a list of indices and masks names, one for each dimension; empty ones leave theirs.",
    page="index/index/docs/aclnnIndex",
    families=(*MAIN, "310P", "310B", "910"),
    is_empty=lambda a: a.self.size == 0 or a.out.size == 0,
    limits=(
        lacks("self", (COMPLEX64,), ("A2", "A3", "310P", "910")),
        *complete("indices"),
        *list_limits(),
        Invalid("out", "must have the shape of what the indices choose", _fits),
    ),
)


@op.kernel
def kernel(self: Array, indices: tuple[Array, ...], call: Arguments) -> Array:
    found = np.atleast_1d(self)[selector(indices, self.shape)]
    if found.shape != call.out.shape:
        raise device_fault(f"The masks of aclnnIndex choose {list(found.shape)} elements; out is {call.out}.")
    return found
