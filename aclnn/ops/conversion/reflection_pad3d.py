"""aclnnReflectionPad3d."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.lazy import Array
from aclnn.shapes import Dims
from aclnn.shared.pads import REFLECTION_LACKS, padded, padding_operator

op = padding_operator(
    "ReflectionPad3d",
    3,
    "conversion/mirror_pad/docs/aclnnReflectionPad3d",
    "Volumes continued on all sides by their reflection, in which the border itself does not repeat.",
    *REFLECTION_LACKS,
    families=(*MAIN, "910"),
)


@op.kernel
def kernel(self: Array, padding: Dims) -> Array:
    return padded(self, padding, "reflect")
