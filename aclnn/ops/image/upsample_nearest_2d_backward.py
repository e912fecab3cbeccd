"""aclnnUpsampleNearest1dBackward, aclnnUpsampleNearest2dBackward, aclnnUpsampleNearest3dBackward."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.dtypes import DOUBLE, FLOAT
from aclnn.shared.limits import lacks
from aclnn.shared.resampling import nearest
from aclnn.shared.upsampling import Resampling, length_limit

OLDER = ("310P", "910")

in_one = Resampling(1, nearest).gradient(
    "UpsampleNearest1dBackward",
    (*FLOATS, DOUBLE),
    summary="The gradient of aclnnUpsampleNearest1dV2.",
    page="image/upsample_nearest2d_grad/docs/aclnnUpsampleNearest1dBackward",
    header="aclnn_upsample_nearest_1d_backward.h",
    families=(*MAIN, *OLDER),
    limits=(lacks("gradOut", (FLOAT, DOUBLE), OLDER),),
)
op = Resampling(2, nearest).gradient(
    "UpsampleNearest2dBackward",
    FLOATS,
    result="gradInput",
    summary="The gradient of aclnnUpsampleNearest2dV2.",
    page="image/upsample_nearest2d_grad/docs/aclnnUpsampleNearest2dBackward",
    header="aclnn_upsample_nearest_2d_backward.h",
    families=(*MAIN, *OLDER),
    limits=(lacks("gradOut", (FLOAT,), OLDER),),
)
in_three = Resampling(3, nearest).gradient(
    "UpsampleNearest3dBackward",
    (*FLOATS, DOUBLE),
    result="gradInput",
    summary="The gradient of aclnnUpsampleNearest3d.",
    page="image/upsample_nearest3d_grad/docs/aclnnUpsampleNearest3dBackward",
    header="aclnn_upsample_nearest_3d_backward.h",
    families=(*MAIN, "910"),
    limits=(length_limit("gradOut"), length_limit("gradInput")),
)
