"""torch_npu.npu_interleave_rope, one operator at a time, compared with its formula."""

import torch
import torch_npu

torch.manual_seed(2)
query = torch.randn(32, 32, 1, 64, dtype=torch.float16)
cos, sin = torch.randn(2, 32, 1, 1, 64, dtype=torch.float16)

embedded = torch_npu.npu_interleave_rope(query.npu(), cos.npu(), sin.npu())

# Even elements first, odd ones after them; then each half turns into the other.
apart = torch.cat((query[..., ::2], query[..., 1::2]), dim=-1).float()
turned = torch.cat((-apart[..., 32:], apart[..., :32]), dim=-1)
expected = (apart * cos.float() + turned * sin.float()).half()

print(f"{tuple(embedded.shape)} {embedded.dtype} on {embedded.device}")
print(f"largest difference from the formula: {(embedded.cpu() - expected).abs().max().item()}")
