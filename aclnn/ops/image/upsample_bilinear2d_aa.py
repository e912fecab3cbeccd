"""aclnnUpsampleBilinear2dAA, aclnnUpsampleBicubic2dAA and their gradients."""

from __future__ import annotations

from aclnn.declare import FLOATS, MAIN
from aclnn.shared.limits import channels_first
from aclnn.shared.resampling import cubic_antialiased, linear_antialiased
from aclnn.shared.upsampling import Resampling, length_limit

A2_A3 = ("A2", "A3")
LINEAR, CUBIC = (Resampling(2, taps, corners=True) for taps in (linear_antialiased, cubic_antialiased))

op = LINEAR.operator(
    "UpsampleBilinear2dAA",
    FLOATS,
    field="input",
    summary="Images of another size, each element the mean of those that a triangle over its place sees.",
    page="image/upsample_bilinear2d_aa/docs/aclnnUpsampleBilinear2dAA",
    header="aclnn_upsample_bilinear2d_aa.h",
    families=MAIN,
    limits=(channels_first("input"), *LINEAR.scale_limits(), LINEAR.shrink_limit("input", A2_A3)),
)
backward = LINEAR.gradient(
    "UpsampleBilinear2dAABackward",
    FLOATS,
    field="gradOutput",
    summary="The gradient of aclnnUpsampleBilinear2dAA.",
    page="image/upsample_bilinear2d_aa_backward/docs/aclnnUpsampleBilinear2dAABackward",
    header="aclnn_upsample_bilinear2d_aa_backward.h",
    families=MAIN,
    limits=(channels_first("gradOutput"), *LINEAR.scale_limits()),
)
in_cubes = Resampling(2, cubic_antialiased, corners=True, const=True).operator(
    "UpsampleBicubic2dAA",
    FLOATS,
    field="x",
    summary="Images of another size, each element a mean by a cubic of those around its place.",
    page="image/upsample_bicubic2d_aa/docs/aclnnUpsampleBicubic2dAA",
    header="aclnn_upsample_bicubic2d_aa.h",
    families=MAIN,
    limits=(channels_first("x"), CUBIC.shrink_limit("x", A2_A3), length_limit("x"), length_limit("out")),
)
in_cubes_backward = CUBIC.gradient(
    "UpsampleBicubic2dAAGrad",
    FLOATS,
    field="gradOutput",
    summary="The gradient of aclnnUpsampleBicubic2dAA.",
    page="image/upsample_bicubic2d_aa_grad/docs/aclnnUpsampleBicubic2dAAGrad",
    header="aclnn_upsample_bicubic2d_aa_grad.h",
    families=MAIN,
    limits=(
        channels_first("gradOutput"),
        *CUBIC.scale_limits(),
        CUBIC.growth_limit(A2_A3),
        length_limit("gradOutput"),
        length_limit("out"),
    ),
)
