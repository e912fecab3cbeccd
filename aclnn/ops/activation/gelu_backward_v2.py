"""aclnnGeluBackwardV2."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Invalid, Text
from aclnn.lazy import Array
from aclnn.shared.gelus import slope
from aclnn.shared.gradients import gradient

op = gradient(
    "GeluBackwardV2",
    FLOATS,
    Text("approximate", required=True),
    summary="The gradient of aclnnGeluV2.",
    page="activation/gelu_grad_v2/docs/aclnnGeluBackwardV2",
    families=(*MAIN, "310P", "910"),
    limits=(Invalid("approximate", 'must be "none" or "tanh"', lambda a: a.approximate in ("none", "tanh")),),
)


@op.kernel
def kernel(gradOutput: Array, self: Array, approximate: str) -> Array:
    return gradOutput * slope(self, approximate == "tanh")
