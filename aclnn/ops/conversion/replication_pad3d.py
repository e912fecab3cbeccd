"""aclnnReplicationPad3d."""

from __future__ import annotations

from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REPLICATION_LACKS, padded, padding_operator

op = padding_operator(
    "ReplicationPad3d",
    3,
    "conversion/pad_v3/docs/aclnnReplicationPad3d",
    "Volumes continued on all sides by their outermost elements.",
    *REPLICATION_LACKS,
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "edge")
