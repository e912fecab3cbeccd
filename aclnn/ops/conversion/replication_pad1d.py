"""aclnnReplicationPad1d."""

from __future__ import annotations

from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REPLICATION_LACKS, padded, padding_operator

op = padding_operator(
    "ReplicationPad1d",
    1,
    "conversion/pad_v3/docs/aclnnReplicationPad1d",
    "Rows continued at both ends by their last element.",
    *REPLICATION_LACKS,
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "edge")
