"""aclnnUpsampleLinear1dBackward, aclnnUpsampleBilinear2dBackward (V1, V2), aclnnUpsampleTrilinear3dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Invalid
from aclnn.dtypes import BF16, DOUBLE
from aclnn.shared.limits import lacks
from aclnn.shared.resampling import linear
from aclnn.shared.upsampling import Resampling, length_limit

A2_A3 = ("A2", "A3")
ROWS, IMAGES, VOLUMES = (Resampling(spatial, linear, corners=True) for spatial in (1, 2, 3))


def _bf16_is_copied(a: Arguments) -> bool:
    return bool(a.gradOut.dtype != BF16 or a.gradOut.shape == a.inputSize)


in_one = ROWS.gradient(
    "UpsampleLinear1dBackward",
    FLOATS,
    summary="The gradient of aclnnUpsampleLinear1d.",
    page="image/upsample_bilinear2d_grad/docs/aclnnUpsampleLinear1dBackward",
    header="aclnn_upsample_linear_1d_backward.h",
    families=(*MAIN, "910"),
    limits=(
        Invalid("scales", "must be at most 500", lambda a: a.scales <= 500),
        Invalid("gradOut", "must not be BF16 where lengths differ, on this product", _bf16_is_copied, A2_A3),
        length_limit("gradOut"),
        length_limit("out"),
    ),
)
op = IMAGES.gradient(
    "UpsampleBilinear2dBackward",
    FLOATS,
    summary="The gradient of aclnnUpsampleBilinear2d.",
    page="image/resize_bilinear_v2_grad/docs/aclnnUpsampleBilinear2dBackward",
    header="aclnn_upsample_bilinear_2d_backward.h",
    families=(*MAIN, "310P", "910"),
    limits=(lacks("gradOut", (BF16,), A2_A3),),
)
v2 = IMAGES.gradient(
    "UpsampleBilinear2dBackwardV2",
    FLOATS,
    summary="The gradient of aclnnUpsampleBilinear2d.",
    page="image/upsample_bilinear2d_grad/docs/aclnnUpsampleBilinear2dBackwardV2",
    header="aclnn_upsample_bilinear_2d_backward_v2.h",
    families=(*MAIN, "310P", "910"),
    limits=(length_limit("gradOut"), length_limit("out")),
)
in_three = VOLUMES.gradient(
    "UpsampleTrilinear3dBackward",
    (*FLOATS, DOUBLE),
    result="gradInput",
    summary="The gradient of aclnnUpsampleTrilinear3d.",
    page="image/upsample_trilinear3d_backward/docs/aclnnUpsampleTrilinear3dBackward",
    header="aclnn_upsample_trilinear_3d_backward.h",
    families=(*A2_A3, "310P", "910"),
    limits=(length_limit("gradOut"), length_limit("gradInput")),
)
