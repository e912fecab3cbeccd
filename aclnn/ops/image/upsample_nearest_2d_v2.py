"""aclnnUpsampleNearest1dV2, aclnnUpsampleNearest2dV2, aclnnUpsampleNearest3d."""

from __future__ import annotations

from aclnn.declare import MAIN
from aclnn.dtypes import BF16, DOUBLE, FLOAT, FLOAT16, UINT8
from aclnn.shared.limits import lacks
from aclnn.shared.resampling import nearest
from aclnn.shared.upsampling import Resampling

TYPES = (FLOAT, BF16, FLOAT16, DOUBLE, UINT8)
ALL = (*MAIN, "310P", "910")
SUMMARY = "in which each element is that of self at the same place, rounded down; scales decide where they are given."

in_one = Resampling(1, nearest, one="scaleL", c_type="float").operator(
    "UpsampleNearest1dV2",
    TYPES,
    summary=f"Rows of another length, {SUMMARY}",
    page="image/upsample_nearest3d/docs/aclnnUpsampleNearest1dV2",
    header="aclnn_upsample_nearest_1d_v2.h",
    families=ALL,
)
op = Resampling(2, nearest, c_type="float").operator(
    "UpsampleNearest2dV2",
    TYPES,
    summary=f"Images of another size, {SUMMARY}",
    page="image/upsample_nearest3d/docs/aclnnUpsampleNearest2dV2",
    header="aclnn_upsample_nearest_2d_v2.h",
    families=ALL,
    limits=(lacks("self", (FLOAT,), ("310P", "910")),),
)
in_three = Resampling(3, nearest).operator(
    "UpsampleNearest3d",
    TYPES,
    summary=f"Volumes of another size, {SUMMARY}",
    page="image/upsample_nearest3d/docs/aclnnUpsampleNearest3d",
    header="aclnn_upsample_nearest_3d.h",
    families=ALL,
    limits=(lacks("self", (UINT8,), ("A2", "A3", "910")), lacks("self", (DOUBLE, UINT8), ("310P",))),
)
