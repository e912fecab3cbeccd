"""torch_npu.npu_rotary_mul with its gradients, in place of rotate_half written out."""

import torch
import torch_npu


def written_out(x, cos, sin):
    first, second = torch.chunk(x, 2, dim=-1)
    return cos * x + sin * torch.cat((-second, first), dim=-1)


torch.manual_seed(4)
query = torch.randn(2, 4, 16, 128)
cos, sin = torch.randn(2, 1, 1, 16, 128)
weights = torch.randn(2, 4, 16, 128)

fused = [tensor.npu().requires_grad_() for tensor in (query, cos, sin)]
plain = [tensor.clone().requires_grad_() for tensor in (query, cos, sin)]
rotated = torch_npu.npu_rotary_mul(*fused)
rotated.backward(weights.npu())
expected = written_out(*plain)
expected.backward(weights)

print(f"{tuple(rotated.shape)} {rotated.dtype} on {rotated.device}, through {type(rotated.grad_fn).__name__}")
print(f"forward as written out: {torch.allclose(rotated.cpu(), expected)}")
for name, ours, theirs in zip(("x", "r1", "r2"), fused, plain):
    print(f"gradient of {name} as autograd's: {torch.allclose(ours.grad.cpu(), theirs.grad, atol=1e-5)}")
