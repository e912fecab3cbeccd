"""Operators of two tensors, or a tensor and a scalar, against torch in float64, over drawn shapes, views and types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

FLOATS = ("f32", "f16", "bf16", "f64")
INTEGERS = ("i8", "i16", "i32", "i64", "u8")
COMPLEX = ("c64", "c128")


class Row(NamedTuple):
    """An operator, the torch function, the types that may meet, how close floats must be, constant attributes."""

    name: str
    function: Callable[..., Any]
    types: tuple[str, ...]
    ulps: float = 0.5
    attributes: dict[str, Any] = {}  # noqa: RUF012  # never written
    nonzero: bool = False


ROWS = [
    Row("Add", lambda a, b: a + 2 * b, (*FLOATS, *INTEGERS, *COMPLEX), 1.0, {"alpha": 2}),
]


def _exact(function: Callable[..., Any], operands: list[Any], promoted: Any) -> Any:
    """In float64 where the type is a real float, else in the type itself."""
    wide = {torch.float32: torch.float64, torch.float16: torch.float64, torch.bfloat16: torch.float64,
            torch.complex64: torch.complex128}.get(promoted, promoted)  # fmt: skip
    return function(*(operand.to(promoted).to(wide) for operand in operands))


def _shapes(data: st.DataObject) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The full shape, and two that are broadcast to it."""
    full = tuple(data.draw(st.lists(st.integers(1, 4), max_size=4), label="shape"))
    shapes = []
    for _ in range(2):
        kept = [data.draw(st.sampled_from([length, 1])) for length in full]
        shapes.append(tuple(kept[data.draw(st.integers(0, len(kept))) :]))
    return np.broadcast_shapes(*shapes), *shapes


def _operand(rng: np.random.Generator, shape: tuple[int, ...], short: str, row: Row) -> Any:
    values = draw(rng, shape, DTYPES[short], -9, 9)
    return torch.where(values == 0, torch.ones_like(values), values) if row.nonzero else values


def _check(result: Any, row: Row, operands: list[Any], promoted: Any) -> None:
    exact = _exact(row.function, operands, promoted)
    ulps = row.ulps if result.dtype.is_floating_point or result.dtype.is_complex else 0
    assert_close(result, exact, ulps, 1e-6 if ulps else 0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_tensors(session: Session, row: Row, data: st.DataObject) -> None:
    full, first, second = _shapes(data)
    types = [data.draw(st.sampled_from(row.types)) for _ in range(2)]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    self, other = (_operand(rng, shape, short, row) for shape, short in zip((first, second), types))
    promoted = torch.promote_types(self.dtype, other.dtype)
    out = torch.empty(full, dtype=row.function(torch.ones(1, dtype=promoted), torch.ones(1, dtype=promoted)).dtype)
    result = Call(session, row.name, rng, self=self, other=other, out=out, **row.attributes).run()
    _check(result, row, [self, other], promoted)
