"""aclnnInplaceMaskedScatter."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, In, InPlace, Invalid, Operator
from aclnn.dtypes import BOOL, UINT8
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import broadcast_shape


def _fits(a: Arguments) -> bool:
    return bool(broadcast_shape(a.mask.shape, a.selfRef.shape) == a.selfRef.shape)


op = Operator(
    "InplaceMaskedScatter",
    InPlace("selfRef", BASIC),
    In("mask", (BOOL, UINT8)),
    In("source", like="selfRef"),
    summary="The elements that a mask chooses replaced by those of source, one after the other.",
    page="index/masked_scatter/docs/aclnnInplaceMaskedScatter",
    header="aclnn_masked_scatter.h",
    families=MAIN,
    limits=(Invalid("mask", "must have a shape that can be broadcast to that of selfRef", _fits),),
)


@op.kernel
def kernel(selfRef: Array, mask: Array, source: Array) -> Array:
    chosen = np.broadcast_to(mask != 0, selfRef.shape)
    count = np.count_nonzero(chosen)
    if source.size < count:
        raise device_fault(f"source has {source.size} elements; mask chooses {count}.")
    result = np.array(selfRef)  # also of one without dimensions, which a copy makes a scalar
    result[chosen] = source.reshape(-1)[:count]
    return result
