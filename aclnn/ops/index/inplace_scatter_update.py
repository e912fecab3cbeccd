"""aclnnInplaceScatterUpdate."""

from __future__ import annotations

from aclnn.declare import MAIN, Arguments, Attribute, In, InPlace, Invalid, Operator
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims
from aclnn.shared.axes import axis_of
from aclnn.shared.indices import checked
from aclnn.shared.limits import lacks, rank_limit


def _other(shape: Dims, axis: int) -> Dims:
    """The lengths along all axes but the first and the one that is updated."""
    return tuple(length for at, length in enumerate(shape) if at not in (0, axis_of(axis, len(shape))))


def _has_batches(a: Arguments) -> bool:
    return bool(a.updates.shape[0] == (a.indices.shape[0] if a.indices.shape else 1))


op = Operator(
    "InplaceScatterUpdate",
    InPlace("data", (INT8, UINT8, FLOAT16, FLOAT, INT32, BF16)),
    In("indices", (INT32, INT64)),
    In("updates", like="data"),
    Attribute("axis", "int64_t"),
    summary="Each batch of updates written into data from a position along an axis; pairs name batch and position.",
    page="index/scatter/docs/aclnnInplaceScatterUpdate",
    header="aclnn_scatter_update.h",
    families=(*MAIN, "910"),
    limits=(
        lacks("data", (UINT8,), ("910",)),
        Invalid("data", "must not be empty", lambda a: a.data.size > 0),
        Invalid("indices", "must not be empty", lambda a: a.indices.size > 0),
        Invalid("updates", "must not be empty", lambda a: a.updates.size > 0),
        rank_limit("data", 2),
        Invalid("updates", "must have as many dimensions as data", lambda a: len(a.updates.shape) == len(a.data.shape)),
        rank_limit("indices", 0, 2),
        Invalid(
            "axis",
            "must be a dimension of data but not the first",
            lambda a: -len(a.data.shape) < a.axis < len(a.data.shape) and a.axis != 0,
        ),
        Invalid("updates", "must have a batch for each of indices", _has_batches),
        Invalid("indices", "must hold pairs where it has 2 dimensions", lambda a: a.indices.shape[1:] in ((), (2,))),
        Invalid("updates", "must have at most the batches of data", lambda a: a.updates.shape[0] <= a.data.shape[0]),
        Invalid(
            "updates",
            "must have the shape of data but along axis and the first",
            lambda a: _other(a.updates.shape, a.axis) == _other(a.data.shape, a.axis),
        ),
    ),
)


@op.kernel
def kernel(data: Array, indices: Array, updates: Array, axis: int) -> Array:
    result, at = data.copy(), axis_of(axis, data.ndim)
    pairs = indices.reshape(-1, 2) if indices.ndim == 2 else np.stack([np.arange(indices.size), indices.reshape(-1)], 1)
    room = data.shape[at] - updates.shape[at] + 1
    batches = checked(pairs[:, 0], len(data), "indices")
    starts = checked(pairs[:, 1], max(room, 0), "indices")
    for batch, start, update in zip(batches, starts, updates):
        span = (slice(None),) * (at - 1) + (slice(start, start + updates.shape[at]),)
        result[batch][span] = update
    return result
