"""aclnnUpsampleNearestExact1dBackward, aclnnUpsampleNearestExact2dBackward, aclnnUpsampleNearestExact3dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.shared.resampling import nearest_exact
from aclnn.shared.upsampling import MOST, Resampling, length_limit

ROWS, IMAGES, VOLUMES = (Resampling(spatial, nearest_exact) for spatial in (1, 2, 3))

in_one = ROWS.gradient(
    "UpsampleNearestExact1dBackward",
    FLOATS,
    field="gradOutput",
    summary="The gradient of aclnnUpsampleNearestExact1d.",
    page="image/upsample_nearest_exact2d_grad/docs/aclnnUpsampleNearestExact1dBackward",
    header="aclnn_upsample_nearest_exact1d_backward.h",
    families=MAIN,
    limits=(*ROWS.scale_limits(), ROWS.growth_limit()),
)
op = IMAGES.gradient(
    "UpsampleNearestExact2dBackward",
    FLOATS,
    field="gradOutput",
    summary="The gradient of aclnnUpsampleNearestExact2d.",
    page="image/upsample_nearest_exact2d_grad/docs/aclnnUpsampleNearestExact2dBackward",
    header="aclnn_upsample_nearest_exact2d_backward.h",
    families=MAIN,
    limits=(*IMAGES.scale_limits(), IMAGES.growth_limit()),
)
in_three = VOLUMES.gradient(
    "UpsampleNearestExact3dBackward",
    FLOATS,
    result="gradInput",
    summary="The gradient of aclnnUpsampleNearestExact3d.",
    page="image/upsample_nearest_exact3d_grad/docs/aclnnUpsampleNearestExact3dBackward",
    header="aclnn_upsample_nearest_exact3d_backward.h",
    families=MAIN,
    limits=(*VOLUMES.scale_limits(MOST), VOLUMES.growth_limit(), length_limit("gradOut"), length_limit("gradInput")),
)
