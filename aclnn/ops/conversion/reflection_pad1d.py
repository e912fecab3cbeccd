"""aclnnReflectionPad1d."""

from __future__ import annotations

from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REFLECTION_LACKS, padded, padding_operator

op = padding_operator(
    "ReflectionPad1d",
    1,
    "conversion/mirror_pad/docs/aclnnReflectionPad1d",
    "Rows continued at both ends by their reflection, in which the end itself does not repeat.",
    *REFLECTION_LACKS,
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "reflect")
