"""aclnnBincount."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, Invalid, Operator, OptionalIn, Out
from aclnn.dtypes import BOOL, DOUBLE, FLOAT, FLOAT16, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import INTEGERS
from aclnn.shared.indices import checked
from aclnn.shared.limits import rank_limit, same_shape

op = Operator(
    "Bincount",
    In("self", INTEGERS),
    OptionalIn("weights", (FLOAT, FLOAT16, DOUBLE, *INTEGERS, BOOL)),
    Attribute("minlength", "int64_t"),
    Out("out", (INT32, INT64, FLOAT, DOUBLE)),
    summary="How often each number from 0 is among the elements, or the sums of their weights.",
    page="math/bincount/docs/aclnnBincount",
    families=(*MAIN, "310P", "910"),
    limits=(
        rank_limit("self", 1, 1),
        same_shape("weights", "self"),
        rank_limit("out", 1, 1),
        Invalid("out", "must have at least minlength elements", lambda a: a.out.size >= a.minlength),
    ),
)


@op.kernel
def kernel(self: Array, weights: Array | None, minlength: int, call: Arguments) -> Array:
    places = checked(self, call.out.size, "self")
    wanted = max(int(places.max(initial=-1)) + 1, minlength)
    if call.out.size != wanted:
        raise device_fault(f"out has {call.out.size} elements; the numbers of self and minlength ask for {wanted}.")
    sums: Array = np.zeros(call.out.size, np.float64 if call.out.dtype == DOUBLE else np.float32)
    if call.out.dtype in (INT32, INT64):
        sums = np.zeros(call.out.size, np.int64)
    np.add.at(sums, places, 1 if weights is None else weights.astype(sums.dtype))
    return sums
