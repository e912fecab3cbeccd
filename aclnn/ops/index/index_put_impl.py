"""aclnnIndexPutImpl."""

from __future__ import annotations

from acl_sim.messages import device_fault
from aclnn.declare import MAIN, Arguments, Attribute, In, InList, InPlace, Invalid, Operator
from aclnn.dtypes import BOOL, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.promotion import BASIC
from aclnn.shapes import Dims, broadcast_shape
from aclnn.shared.indexing import has_mask, list_limits, selection_shape, selector
from aclnn.shared.limits import complete


def _fits(a: Arguments) -> bool:
    if has_mask(a.indices):
        return True
    shape = selection_shape(a.selfRef.shape, a.indices)
    return shape is not None and _is_broadcast(a.values.shape, shape)


def _is_broadcast(given: Dims, shape: Dims) -> bool:
    return broadcast_shape(given, shape) == shape


op = Operator(
    "IndexPutImpl",
    InPlace("selfRef", BASIC),
    InList("indices", (INT32, INT64, BOOL)),
    In("values", like="selfRef"),
    Attribute("accumulate", "bool"),
    Attribute("unsafe", "bool"),
    summary="Values written to, or added to, the elements that a list of index tensors or masks names.",
    page="index/index_put_v2/docs/aclnnIndexPutImpl",
    families=(*MAIN, "910"),
    is_empty=lambda a: not any(index.size for index in a.indices if index is not None),
    limits=(
        *complete("indices"),
        *list_limits("selfRef"),
        Invalid("values", "must be broadcastable to what the indices choose", _fits),
    ),
)


@op.kernel
def kernel(selfRef: Array, indices: tuple[Array, ...], values: Array, accumulate: bool) -> Array:
    result = selfRef.copy()
    where = selector(indices, result.shape)
    chosen = result[where].shape
    if not _is_broadcast(values.shape, chosen):
        raise device_fault(f"The masks of aclnnIndexPutImpl choose {list(chosen)} elements; values is {values.shape}.")
    if accumulate:
        np.add.at(result, where, values)
    else:
        result[where] = values
    return result
