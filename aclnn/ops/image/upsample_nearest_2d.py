"""aclnnUpsampleNearest2d and aclnnUpsampleNearest1d."""

from __future__ import annotations

from aclnn.declare import MAIN, In, IntArray, Invalid, Operator, Out
from aclnn.dtypes import BF16, DOUBLE, FLOAT, FLOAT16, UINT8
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, Shape
from aclnn.shared.limits import lacks, rank_limit

TYPES = (FLOAT, BF16, FLOAT16, DOUBLE, UINT8)
OUT = Shape("`self` with `outputSize` as its last dimensions", lambda a: (*a.self.shape[:2], *a.outputSize))
OLDER = ("310P", "910")


def _limits(rank: int) -> tuple[Invalid, ...]:
    words = f"must have {rank - 2} positive element{'s' if rank > 3 else ''}"
    return (
        Invalid("self", "must not be empty", lambda a: a.self.size > 0),
        Invalid("outputSize", words, lambda a: len(a.outputSize) == rank - 2 and min(a.outputSize) > 0),
    )


op = Operator(
    "UpsampleNearest2d",
    In("self", TYPES),
    IntArray("outputSize"),
    Out("out", like="self", shape=OUT),
    summary="Images of another size, in which each element is that of self at the same place, rounded down.",
    page="image/resize_nearest_neighbor_v2/docs/aclnnUpsampleNearest2d",
    header="aclnn_upsample_nearest_2d.h",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("self", (FLOAT,), OLDER), rank_limit("self", 4, 4), *_limits(4)),
)

in_one = Operator(
    "UpsampleNearest1d",
    In("self", TYPES),
    IntArray("outputSize"),
    Out("out", like="self", shape=OUT),
    summary="Rows of another length, in which each element is that of self at the same place, rounded down.",
    page="image/resize_nearest_neighbor_v2/docs/aclnnUpsampleNearest1d",
    header="aclnn_upsample_nearest_1d.h",
    families=(*MAIN, "310P", "910"),
    limits=(rank_limit("self", 3, 3), *_limits(3)),
)


def _sources(length: int, wanted: int) -> Array:
    """Where each element comes from; the scale is a float32, as torch and the device have it."""
    scale = np.float32(length) / np.float32(wanted)
    return np.minimum((np.arange(wanted, dtype=np.float32) * scale).astype(np.int64), length - 1)


@op.kernel
@in_one.kernel
def kernel(self: Array, outputSize: Dims) -> Array:
    result = self
    for axis, wanted in enumerate(outputSize, 2):
        result = np.take(result, _sources(self.shape[axis], wanted), axis=axis)
    return result
