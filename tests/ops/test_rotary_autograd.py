"""Forward, then Grad, against torch's autograd in float64: y and the gradients of x, cos and sin in every mode.

Needs torch, which is no dependency of the project: without it these tests are skipped and say so.
"""

from __future__ import annotations

import ctypes
import warnings
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, Session
from rotary_oracle import HALF, INTERLEAVE, QUARTER
from values import agrees, narrowed, widened

try:
    import torch as _torch
except ImportError:
    _torch = None  # type: ignore[assignment]
    warnings.warn("torch is not importable: nothing holds the rotary operators against autograd", stacklevel=1)
torch: Any = _torch

pytestmark = pytest.mark.skipif(torch is None, reason="torch is not importable")

X = (3, 4, 20, 64)
TABLES = [(1, 1, 20, 64), (3, 1, 20, 64), (1, 1, 1, 64), (3, 1, 1, 64), X]


def _rotated(mode: int, x: Any) -> Any:
    """Each pair (a, b) of a permuted row as (-b, a)."""
    if mode == INTERLEAVE:
        return torch.stack((-x[..., 1::2], x[..., 0::2]), dim=-1).flatten(-2)
    if mode == QUARTER:
        return torch.cat([_rotated(HALF, part) for part in x.chunk(2, dim=-1)], dim=-1)
    a, b = x.chunk(2, dim=-1)
    return torch.cat((-b, a), dim=-1)


def _embedded(mode: int, x: Any, cos: Any, sin: Any) -> Any:
    if mode == 3:
        x = torch.cat((x[..., 0::2], x[..., 1::2]), dim=-1)
    return x * cos + _rotated(mode, x) * sin


def _autograd(mode: int, dy: Array, *inputs: Array) -> tuple[Array, list[Array]]:
    """y and the gradients of x, cos and sin."""
    leaves = [torch.from_numpy(array).requires_grad_() for array in inputs]
    y = _embedded(mode, *leaves)
    y.backward(torch.from_numpy(dy))
    return y.detach().numpy(), [leaf.grad.numpy() for leaf in leaves]


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("mode", range(4))
@pytest.mark.parametrize("dtype", ["f32", "f16", "bf16"])
@pytest.mark.parametrize("product", ["950"])
def test_forward_and_grad_agree_with_autograd(session: Session, dtype: str, mode: int, table: tuple[int, ...]) -> None:
    rng = np.random.default_rng(mode)
    x, cos, sin, dy = (narrowed(rng.standard_normal(shape), dtype) for shape in (X, table, table, X))
    wanted, gradients = _autograd(mode, *(widened(array, dtype) for array in (dy, x, cos, sin)))

    tensors = {name: session.tensor(a, dtype) for name, a in {"x": x, "cos": cos, "sin": sin, "dy": dy}.items()}
    y, dx, dcos, dsin = (session.tensor(np.zeros(s, STORAGE[dtype]), dtype) for s in (X, X, table, table))
    number = ctypes.c_int64(mode)
    session.run("aclnnRotaryPositionEmbedding", tensors["x"], tensors["cos"], tensors["sin"], number, y)
    inputs = (tensors[name] for name in ("dy", "cos", "sin", "x"))
    session.run("aclnnRotaryPositionEmbeddingGrad", *inputs, number, dx, dcos, dsin)

    assert agrees(session.read(y), dtype, wanted)
    for tensor, exact in zip((dx, dcos, dsin), gradients):
        # float32 sums of up to 240 terms lose more than one product does
        assert agrees(session.read(tensor), dtype, exact, slack=1e-5)
