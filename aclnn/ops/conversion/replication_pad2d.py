"""aclnnReplicationPad2d."""

from __future__ import annotations

from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REPLICATION_LACKS, padded, padding_operator

op = padding_operator(
    "ReplicationPad2d",
    2,
    "conversion/pad_v3/docs/aclnnReplicationPad2d",
    "Images continued on all sides by their edge.",
    *REPLICATION_LACKS,
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "edge")
