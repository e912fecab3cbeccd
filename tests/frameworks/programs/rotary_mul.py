"""torch_npu.npu_rotary_mul, forward and backward, against the formula and torch's own autograd."""

import torch
import torch_npu
from compare import assert_within_one_ulp, rotate_half

TOLERANCE = {torch.float32: 1e-5, torch.float16: 4e-3, torch.bfloat16: 3e-2}


def assert_close(actual, wanted, dtype):
    torch.testing.assert_close(actual.cpu().double(), wanted, rtol=TOLERANCE[dtype], atol=TOLERANCE[dtype])


def check(dtype, shape, angles, mode, device):
    x, cos, sin = (torch.randn(size).to(dtype) for size in (shape, angles, angles))
    weights = torch.randn(shape).to(dtype)
    ours = [tensor.to(device).requires_grad_() for tensor in (x, cos, sin)]
    result = torch_npu.npu_rotary_mul(*ours, mode)
    result.backward(weights.to(device))

    reference = [tensor.double().requires_grad_() for tensor in (x, cos, sin)]
    wanted = reference[1] * reference[0] + reference[2] * turned(reference[0], mode)
    wanted.backward(weights.double())
    single = x.float()
    assert_within_one_ulp(result, cos.float() * single + sin.float() * turned(single, mode))
    for tensor, its_reference in zip(ours, reference):
        assert (tensor.grad.device, tensor.grad.dtype) == (tensor.device, dtype)
        assert_close(tensor.grad, its_reference.grad, dtype)


def turned(x, mode):
    if mode == "half":
        return rotate_half(x)
    return torch.stack((-x[..., 1::2], x[..., ::2]), -1).flatten(-2)


torch.manual_seed(0)
for dtype in TOLERANCE:
    check(dtype, (2, 3, 16, 128), (1, 1, 16, 128), "half", "npu:0")
    check(dtype, (2, 16, 3, 128), (1, 16, 1, 128), "half", "npu:1")
    check(dtype, (16, 2, 3, 128), (16, 1, 1, 128), "half", "npu:0")
    check(dtype, (2, 3, 16, 64), (1, 1, 16, 64), "interleave", "npu:0")
