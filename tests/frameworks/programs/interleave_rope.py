"""torch_npu.npu_interleave_rope against its formula."""

import pytest
import torch
import torch_npu
from compare import assert_within_one_ulp, rotate_half

SHAPES = [
    ((32, 32, 1, 64), (32, 1, 1, 64)),
    ((2, 5, 3, 64), (2, 1, 3, 64)),
    ((1, 4, 6, 64), (1, 1, 1, 64)),
]

torch.manual_seed(0)
for dtype in (torch.float16, torch.bfloat16):
    for shape, angles in (
        ((32, 32, 1, 64), (32, 1, 1, 64)),
        ((2, 5, 3, 64), (2, 1, 3, 64)),
        ((1, 4, 6, 64), (1, 1, 1, 64)),
    ):
        x, cos, sin = (torch.randn(size, dtype=dtype) for size in (shape, angles, angles))
        pairs_apart = torch.cat((x[..., ::2], x[..., 1::2]), -1).float()
        wanted = pairs_apart * cos.float() + rotate_half(pairs_apart) * sin.float()
        assert_within_one_ulp(torch_npu.npu_interleave_rope(x.npu(), cos.npu(), sin.npu()), wanted)
with pytest.raises(RuntimeError, match="call aclnnInterleaveRope failed"):
    torch_npu.npu_interleave_rope(x.npu()[..., :32], cos.npu(), sin.npu())
