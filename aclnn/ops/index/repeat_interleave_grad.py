"""aclnnRepeatInterleaveGrad."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import FLOATS, Arguments, Attribute, In, Limit, Operator, Out
from aclnn.dtypes import INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared.axes import axis_limit, with_length
from aclnn.shared.limits import rank_limit

op = Operator(
    "RepeatInterleaveGrad",
    In("yGrad", FLOATS),
    In("repeats", (INT32, INT64)),
    Attribute("axis", "int64_t"),
    Out("out", like="yGrad", const=True),
    summary="The sums along an axis of so many neighbours as repeats says, one after the other, or of as many for all.",
    page="index/repeat_interleave_grad/docs/aclnnRepeatInterleaveGrad",
    families=("950",),
    limits=(
        axis_limit("axis", "yGrad"),
        rank_limit("repeats", 0, 1),
        Limit("repeats", "must not be empty", lambda a: a.repeats.size > 0),
    ),
)


@op.kernel
def kernel(yGrad: Array, repeats: Array, axis: int, call: Arguments) -> Array:
    gradients = np.atleast_1d(yGrad)
    length = gradients.shape[axis]
    counts = repeats.reshape(-1).astype(np.int64)
    if counts.size == 1 and counts[0] > 0:
        counts = np.repeat(counts, length // counts[0])
    if (counts < 0).any() or counts.sum() != length:
        raise device_fault(f"repeats is {repeats.tolist()}; it must share out the {length} elements along axis.")
    sums = np.zeros(with_length(gradients.shape, axis % gradients.ndim, len(counts)), np.float32)
    np.add.at(np.moveaxis(sums, axis, 0), np.repeat(np.arange(len(counts)), counts), np.moveaxis(gradients, axis, 0))
    if sums.size != call.out.size:
        raise device_fault(f"repeats gives {sums.size} elements; out has {call.out.size}.")
    return sums.reshape(call.out.shape)
