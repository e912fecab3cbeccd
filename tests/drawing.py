"""What tests with torch draw: shapes, numbers, axes, tensors and indices."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, draw, torch

BASIC = ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8", "bool")
DRAWN = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Draw:
    """What one example draws: shapes, numbers, tensors."""

    def __init__(self, data: st.DataObject, types: tuple[str, ...]) -> None:
        self.data = data
        self.types = types
        self.rng = np.random.default_rng(self.integer(0, 2**32 - 1))

    def integer(self, low: int, high: int) -> int:
        return self.data.draw(st.integers(low, high))

    def shape(self, low: int = 0, high: int = 4, shortest: int = 0) -> list[int]:
        return [self.integer(shortest, 4) for _ in range(self.integer(low, high))]

    def axis(self, shape: Any, more: int = 0) -> int:
        rank = max(len(shape), 1) + more
        return self.integer(-rank, rank - 1)

    def tensor(self, shape: Any, short: str | None = None) -> Any:
        return draw(self.rng, list(shape), DTYPES[short or self.data.draw(st.sampled_from(self.types))], -99, 99)

    def index(self, shape: Any, length: int, low: int = 0) -> Any:
        dtype = self.data.draw(st.sampled_from((torch.int32, torch.int64)))
        return torch.from_numpy(np.asarray(self.rng.integers(low, length, list(shape)))).to(dtype)

    def order(self, rank: int) -> list[int]:
        return [int(axis) for axis in self.rng.permutation(rank)]
