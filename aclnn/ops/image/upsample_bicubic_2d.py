"""aclnnUpsampleBicubic2d and aclnnUpsampleBicubic2dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.shared.limits import channels_first
from aclnn.shared.resampling import cubic
from aclnn.shared.upsampling import Resampling, length_limit

BEFORE_950 = ("A2", "A3", "310P", "310B", "910")
FORWARD, BACKWARD = (Resampling(2, cubic, corners=True, const=const) for const in (True, False))

op = FORWARD.operator(
    "UpsampleBicubic2d",
    FLOATS,
    summary="Images of another size, each element of a cubic between its sixteen neighbours in self.",
    page="image/upsample_bicubic2d/docs/aclnnUpsampleBicubic2d",
    header="aclnn_upsample_bicubic_2d.h",
    families=(*MAIN, "310P", "310B", "910"),
    limits=(
        channels_first("self", BEFORE_950),
        *FORWARD.agreement_limits(),
        length_limit("self"),
        length_limit("out"),
    ),
)
backward = BACKWARD.gradient(
    "UpsampleBicubic2dBackward",
    FLOATS,
    result="gradInput",
    summary="The gradient of aclnnUpsampleBicubic2d.",
    page="image/upsample_bicubic2d_grad/docs/aclnnUpsampleBicubic2dBackward",
    header="aclnn_upsample_bicubic_2d_backward.h",
    families=(*MAIN, "910"),
    limits=(channels_first("gradOut", BEFORE_950),),
)
