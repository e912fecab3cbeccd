"""The gradients of aclnnReflectionPad1d to 3d and of aclnnReplicationPad1d to 3d."""

from __future__ import annotations

from aclnn.shared.pads import padding_gradient

REFLECT, REPEAT = "reflect", "edge"

reflection_of_rows = padding_gradient(
    "ReflectionPad1dBackward",
    1,
    REFLECT,
    "conversion/pad_v4_grad/docs/aclnnReflectionPad1dBackward",
    "aclnn_reflection_pad1d_backward.h",
)
reflection_of_images = padding_gradient(
    "ReflectionPad2dBackward",
    2,
    REFLECT,
    "conversion/pad_v3_grad_replicate/docs/aclnnReflectionPad2dBackward",
    "aclnn_pad2d_backward.h",
    widest_bf16=7,
)
reflection_of_volumes = padding_gradient(
    "ReflectionPad3dBackward",
    3,
    REFLECT,
    "conversion/reflection_pad3d_grad/docs/aclnnReflectionPad3dBackward",
    "aclnn_reflection_pad3d_backward.h",
)
replication_of_rows = padding_gradient(
    "ReplicationPad1dBackward",
    1,
    REPEAT,
    "conversion/pad_v3_grad_replicate/docs/aclnnReplicationPad1dBackward",
    "aclnn_replication_pad1d_backward.h",
)
replication_of_images = padding_gradient(
    "ReplicationPad2dBackward",
    2,
    REPEAT,
    "conversion/pad_v3_grad_replicate/docs/aclnnReplicationPad2dBackward",
    "aclnn_pad2d_backward.h",
    widest_bf16=7,
)
replication_of_volumes = padding_gradient(
    "ReplicationPad3dBackward",
    3,
    REPEAT,
    "conversion/pad_v3_grad_replication/docs/aclnnReplicationPad3dBackward",
    "aclnn_replication_pad3d_backward.h",
)
