"""aclnnReflectionPad2d."""

from __future__ import annotations

from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REFLECTION_LACKS, padded, padding_operator

op = padding_operator(
    "ReflectionPad2d",
    2,
    "conversion/mirror_pad/docs/aclnnReflectionPad2d",
    "Images continued on all sides by their reflection, in which the edge itself does not repeat.",
    *REFLECTION_LACKS,
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "reflect")
