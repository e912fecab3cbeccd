"""torch.compile through torchair's default mode: graphs run by libge_runner.so."""

import sys
from pathlib import Path

import pytest
import torch
import torch_npu
import torchair
from compare import assert_within_one_ulp, rotate_half
from torch.utils._pytree import tree_flatten
from torchair.configs.compiler_config import CompilerConfig


class InterleaveRope(torch.nn.Module):
    def forward(self, x, cos, sin):
        return torch_npu.npu_interleave_rope(x, cos, sin)


class RotaryMul(torch.nn.Module):
    def forward(self, x, cos, sin):
        return torch_npu.npu_rotary_mul(x, cos, sin) * 2 + x


class Elementwise(torch.nn.Module):
    def forward(self, x, y):
        a = torch.relu(x - y) / (y.abs() + 1) + torch.exp(-x)
        b = torch.where(x > y, x.sqrt(), torch.maximum(x, y))
        return a.reshape(2, -1).t(), b[:, 1:3].unsqueeze(1).expand(-1, 2, -1) + 1, (x > 0) & (y > 0)


class Unknown(torch.nn.Module):
    def forward(self, indices, table):
        return torch.nn.functional.embedding_bag(indices, table)


class Attention(torch.nn.Module):
    """A linear layer, rotary position embedding, attention scores, normalisation: the shapes of a small model."""

    def __init__(self):
        super().__init__()
        self.project = torch.nn.Linear(64, 3 * 64)
        self.gain = torch.nn.Parameter(torch.rand(64) + 0.5)

    def forward(self, x, cos, sin):
        q, k, v = self.project(x).reshape(2, 6, 3, 2, 32).permute(2, 0, 3, 1, 4).unbind(0)
        q, k = (self.rotate(part, cos, sin) for part in (q, k))
        weights = torch.softmax(q @ k.transpose(-1, -2) / 32**0.5, -1)
        y = (weights @ v).transpose(1, 2).reshape(2, 6, 64)
        return x + y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + 1e-6) * self.gain

    def rotate(self, x, cos, sin):
        if x.device.type == "cpu":
            return x * cos + rotate_half(x) * sin
        return torch_npu.npu_rotary_mul(x, cos, sin)


class Network(torch.nn.Module):
    """What trains in the test of training."""

    def __init__(self):
        super().__init__()
        self.first, self.last = torch.nn.Linear(64, 64), torch.nn.Linear(64, 8)

    def forward(self, x, cos, sin):
        y = Attention.rotate(self, self.first(x), cos, sin)
        return self.last(torch.relu(y)).pow(2).mean()


class Cached(torch.nn.Module):
    """Its graph is written to a directory, and read from there by the next process."""

    def __init__(self, directory):
        super().__init__()
        self.compiled = torchair.inference.cache_compile(self.inner, cache_dir=directory)

    def forward(self, x):
        return self.compiled(x)

    def inner(self, x):
        return x * x - 3


def compiled(model, dynamic=False):
    torch._dynamo.reset()
    backend = torchair.get_npu_backend(compiler_config=CompilerConfig())
    return torch.compile(model.npu(), backend=backend, dynamic=dynamic)


def rope():
    for dtype in (torch.float16, torch.bfloat16):
        x, cos, sin = (torch.randn(32, n, 1, 64, dtype=dtype) for n in (32, 1, 1))
        got = compiled(InterleaveRope())(x.npu(), cos.npu(), sin.npu())
        apart = torch.cat((x[..., ::2], x[..., 1::2]), -1).float()
        assert_within_one_ulp(got, apart * cos.float() + rotate_half(apart) * sin.float())
    x, cos, sin = torch.randn(2, 3, 5, 64), torch.randn(1, 1, 5, 64), torch.randn(1, 1, 5, 64)
    on_device = [tensor.npu() for tensor in (x, cos, sin)]
    graph = compiled(RotaryMul())
    wanted = (x * cos + rotate_half(x) * sin) * 2 + x
    for _ in range(3):
        torch.testing.assert_close(graph(*on_device).cpu(), wanted)


def elementwise():
    for dynamic, shapes in ((False, [(4, 8)]), (True, [(4, 8), (6, 4), (2, 10)])):
        graph = compiled(Elementwise(), dynamic)
        for shape in shapes:
            x, y = torch.rand(shape) * 2, torch.randn(shape)
            for got, wanted in zip(graph(x.npu(), y.npu()), Elementwise()(x, y), strict=True):
                assert got.device.type == "npu"
                torch.testing.assert_close(got.cpu(), wanted)


def model():
    """float16 rounds after every operator, so that its error is that of the longest chain."""
    for dtype, tolerance in ((torch.float32, 1e-5), (torch.float16, 1e-2)):
        plain = Attention().to(dtype)
        x, cos, sin = torch.randn(2, 6, 64).to(dtype), *torch.rand(2, 1, 1, 6, 32).to(dtype)
        with torch.no_grad():
            wanted = plain.float()(x.float(), cos.float(), sin.float())
            got = compiled(plain.to(dtype))(x.npu(), cos.npu(), sin.npu())
        assert got.dtype == dtype
        torch.testing.assert_close(got.cpu().float(), wanted, rtol=tolerance, atol=tolerance)


def operators():
    """One model each, against torch on the CPU."""
    x, y, table = torch.randn(4, 8), torch.randn(4, 8), torch.randn(8, 3)
    masked, gain = torch.rand(4, 8) > 0.5, torch.rand(8)
    models = [
        (lambda x, m: x.masked_fill(m, 0.5) + torch.tril(x), x, masked),
        (lambda x, y: (torch.cat([x, y], 1).repeat(2, 1), torch.stack([x, y]).flip(1)), x, y),
        (lambda x: (*torch.split(x, 3, 1), *torch.chunk(x, 2, -1)), x),
        (lambda x: (torch.topk(x, 3), torch.max(x, 1), torch.argmax(x, -1)), x),
        (lambda x: (x.sum(-1), x.mean(), x.norm(), torch.cumsum(x, 1), (x > 0).any(1), (x > 3).all()), x),
        (lambda x, g: torch.nn.functional.layer_norm(x, (8,), g, g), x, gain),
        (lambda x: torch.nn.functional.log_softmax(x, -1) + torch.nn.functional.silu(x), x),
        (lambda x: (x.clamp(-0.5, 0.5), 1 - x, x**3 + 2**x, x // 0.3), x),
        (lambda x: torch.nn.functional.pad(x, (1, 2), value=3.0), x),
        (lambda i, t: t[i] + torch.nn.functional.embedding(i, t) + t[-1], torch.tensor([[1, 2], [0, 7]]), table),
        (lambda x, i: torch.gather(x, 1, i), x, torch.randint(0, 8, (4, 2))),
        (lambda x, t: torch.einsum("ij,jk->ki", x, t), x, table),
        (lambda i: (i * 2 + 1) // 3 % 5, torch.arange(12, dtype=torch.int32)),
        (lambda x, y: (x + y) * 0.5 - x, x.bfloat16(), y.bfloat16()),
    ]
    for function, *arguments in models:
        wanted, _ = tree_flatten(function(*arguments))
        torch._dynamo.reset()
        graph = torch.compile(function, backend=torchair.get_npu_backend(), dynamic=False)
        got, _ = tree_flatten(graph(*(argument.npu() for argument in arguments)))
        for ours, theirs in zip(got, wanted, strict=True):
            torch.testing.assert_close(ours.cpu(), theirs)


def train():
    """Forward and backward graphs; the losses are the CPU's."""
    ours, theirs = Network(), Network()
    theirs.load_state_dict(ours.state_dict())
    x, cos, sin = torch.randn(2, 3, 4, 64), torch.randn(1, 1, 4, 64), torch.randn(1, 1, 4, 64)
    on_device = [tensor.npu() for tensor in (x, cos, sin)]
    graph = compiled(ours)
    steps = [torch.optim.SGD(network.parameters(), lr=0.05) for network in (ours, theirs)]
    for _ in range(20):
        losses = graph(*on_device), theirs(x, cos, sin)
        for loss, step in zip(losses, steps, strict=True):
            step.zero_grad()
            loss.backward()
            step.step()
        assert abs(losses[0].item() - losses[1].item()) < 1e-6
    assert losses[1].item() < 0.1, "nothing was learnt"


def refused():
    with pytest.raises(RuntimeError, match=r"operators that are not simulated: .*EmbeddingBag"):
        compiled(Unknown())(torch.zeros(2, 3, dtype=torch.int32).npu(), torch.rand(4, 5).npu())


def cache(directory):
    x = torch.randn(3, 5)
    torch.testing.assert_close(Cached(directory).npu()(x.npu()).cpu(), x * x - 3)
    assert any(path.is_file() for path in Path(directory).rglob("*"))


def memory():
    """Graphs give back what they took."""
    graph = compiled(RotaryMul())
    inputs = [torch.randn(8, 8, 128, 64).npu(), torch.randn(1, 1, 128, 64).npu(), torch.randn(1, 1, 128, 64).npu()]
    graph(*inputs)
    torch.npu.synchronize()
    before = torch.npu.mem_get_info()[0]
    for _ in range(5):
        graph(*inputs)
    torch.npu.synchronize()
    assert torch.npu.mem_get_info()[0] >= before - (4 << 20), "memory of graphs is not given back"


torch.manual_seed(0)
part, *arguments = sys.argv[1:]
PARTS = (rope, elementwise, operators, model, train, refused, cache, memory)
next(function for function in PARTS if function.__name__ == part)(*arguments)
