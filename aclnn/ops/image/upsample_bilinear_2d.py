"""aclnnUpsampleLinear1d, aclnnUpsampleBilinear2d, aclnnUpsampleTrilinear3d."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN, Arguments, Invalid
from aclnn.dtypes import DOUBLE
from aclnn.shared.limits import lacks
from aclnn.shared.resampling import linear
from aclnn.shared.upsampling import MOST, Resampling, length_limit

ROWS, IMAGES = (Resampling(spatial, linear, corners=True, const=True) for spatial in (1, 2))
VOLUMES = Resampling(3, linear, corners=True)
SUMMARY = "in which each element is between its neighbours in self; scales decide where they are given."
NHWC = 1


def _double_is_nhwc(a: Arguments) -> bool:
    return bool(a.self.dtype != DOUBLE or a.self.format == NHWC)


in_one = ROWS.operator(
    "UpsampleLinear1d",
    FLOATS,
    summary=f"Rows of another length, {SUMMARY}",
    page="image/upsample_linear1d/docs/aclnnUpsampleLinear1d",
    header="aclnn_upsample_linear_1d.h",
    families=(*MAIN, "910"),
    limits=ROWS.agreement_limits(),
)
op = IMAGES.operator(
    "UpsampleBilinear2d",
    (*FLOATS, DOUBLE),
    summary=f"Images of another size, {SUMMARY}",
    page="image/upsample_bilinear2d/docs/aclnnUpsampleBilinear2d",
    header="aclnn_upsample_bilinear_2d.h",
    families=(*MAIN, "310P", "910"),
    limits=(*IMAGES.scale_limits(), Invalid("self", "must have format NHWC for DOUBLE", _double_is_nhwc)),
)
in_three = VOLUMES.operator(
    "UpsampleTrilinear3d",
    (*FLOATS, DOUBLE),
    summary=f"Volumes of another size, {SUMMARY}",
    page="image/resize_upsample_trilinear/docs/aclnnUpsampleTrilinear3d",
    header="aclnn_upsample_trilinear_3d.h",
    families=(*MAIN, "310P", "910"),
    limits=(
        lacks("self", (DOUBLE,), ("950", "310P")),
        *VOLUMES.scale_limits(MOST),
        VOLUMES.shrink_limit(),
        length_limit("self"),
        length_limit("out"),
    ),
)
