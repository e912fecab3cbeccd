"""Operators over lists of tensors, against torch's functions of one tensor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from harness import Session
from torch_calls import DTYPES, OPERATORS, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

SHAPES = [(3, 4), (), (2, 0), (5,)]
TILING, INVALID = 561002, 161002


def _functions() -> dict[str, Callable[..., Any]]:
    if torch is None:
        return {}
    families: dict[str, Callable[..., Any]] = {
        "Mul": torch.mul, "Div": torch.div, "Maximum": torch.maximum, "Minimum": torch.minimum, "Pow": torch.pow,
        "Addcmul": lambda a, b, c, n: a + n * b * c, "Addcdiv": lambda a, b, c, n: a + n * (b / c),
        "Lerp": torch.lerp,
    }  # fmt: skip
    found: dict[str, Callable[..., Any]] = {}
    for name in OPERATORS:
        plain = name.removeprefix("Foreach")
        if plain == name:
            continue
        family = next((f for f in families if plain.startswith(f)), None)
        if plain.startswith(("AddList", "SubList")):
            sign = 1 if plain.startswith("Add") else -1
            found[name] = lambda a, b, n, sign=sign: a + sign * n * b
        elif plain.startswith(("AddScalar", "SubScalar")):
            found[name] = torch.add if plain.startswith("Add") else torch.sub
        elif plain == "PowScalarAndTensor":
            found[name] = torch.pow
        elif family:
            found[name] = families[family]
        elif plain.startswith(("Copy", "ZeroInplace", "Norm", "NonFiniteCheckAndUnscale", "RoundOffNumber")):
            continue
        else:
            found[name] = getattr(torch, plain.removesuffix("Inplace").lower())
    return found


FUNCTIONS = _functions()


def _types(name: str) -> list[str]:
    accepted = set(OPERATORS[name].dtypes)
    return [short for short, cann in (("f32", "FLOAT"), ("f16", "FLOAT16"), ("bf16", "BF16")) if cann in accepted]


@pytest.mark.parametrize(
    ("name", "short", "product"),
    [
        pytest.param(name, short, OPERATORS[name].families[0], id=f"{name}-{short}")
        for name in FUNCTIONS
        for short in _types(name)
    ],
)
def test_values(session: Session, name: str, short: str) -> None:
    rng = np.random.default_rng(4)
    dtype = DTYPES[short]
    values: dict[str, Any] = {}
    rows: list[list[Any]] = [[] for _ in SHAPES]
    for parameter in OPERATORS[name].parameters:
        if parameter.is_list and parameter.is_read:
            tensors = [draw(rng, shape, dtype, 0.25, 0.75) for shape in SHAPES]
            if "Acosh" in name:
                tensors = [tensor + 1 for tensor in tensors]
            values[parameter.field] = tensors
            numbers = [tensor.double() for tensor in tensors]
        elif parameter.is_list:
            values[parameter.field] = [torch.empty(shape, dtype=dtype) for shape in SHAPES]
            continue
        else:
            per_tensor = name.endswith(("ScalarList", "AddcmulList", "AddcdivList"))
            given = [0.5, 1.5, 2.5, 0.25] if per_tensor else [0.5] * len(SHAPES)
            numbers = [torch.tensor(number, dtype=torch.float64) for number in given]
            if parameter.is_tensor:
                kind = torch.float32 if short == "bf16" else dtype
                values[parameter.field] = torch.tensor(given if per_tensor else given[:1], dtype=kind)
            else:
                values[parameter.field] = given if per_tensor else given[0]
        for row, number in zip(rows, numbers):
            row.append(number)
    results = Call(session, name, rng, **values).run()
    for result, row, shape in zip(results, rows, SHAPES):
        assert_close(result, FUNCTIONS[name](*row).expand(shape), 3.0, 1e-6)


def test_copy_and_zero(session: Session) -> None:
    tensors = [torch.tensor([1.0, 2.5]), torch.tensor(3.0)]
    halves = [torch.empty_like(tensor).half() for tensor in tensors]
    results = Call(session, "ForeachCopy", x=tensors, out=halves).run()
    assert [result.tolist() for result in results] == [[1, 2.5], 3]
    assert [result.tolist() for result in Call(session, "ForeachZeroInplace", x=tensors).run()] == [[0, 0], 0]


# By mode, of which 0 and 9 stand for any other; 6 takes the odd one of two neighbours.
ROUNDED = {
    1: [-2, -2, 0, 0, 2, 2, -2, 3, 7], 2: [-3, -2, -1, 0, 1, 2, -3, 2, 7], 3: [-2, -1, 0, 1, 2, 3, -2, 3, 7],
    4: [-3, -2, -1, 1, 2, 3, -2, 3, 7], 5: [-2, -1, 0, 0, 1, 2, -2, 2, 7], 6: [-3, -1, -1, 1, 1, 3, -3, 3, 7],
    0: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -2.25, 2.75, 7], 9: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -2.25, 2.75, 7],
}  # fmt: skip


@pytest.mark.parametrize("mode", ROUNDED)
@pytest.mark.parametrize("short", ["f32", "f16", "bf16", "i16"])
def test_rounding(session: Session, mode: int, short: str) -> None:
    numbers = torch.tensor(ROUNDED[0]).to(DTYPES[short])
    expected = numbers if short == "i16" else torch.tensor(ROUNDED[mode]).to(DTYPES[short])
    lists = {"x": [numbers, numbers[:0]], "out": [torch.empty_like(numbers), numbers[:0]]}
    of_tensor = Call(session, "ForeachRoundOffNumber", roundMode=torch.tensor([mode], dtype=torch.int8), **lists).run()
    of_scalar = Call(session, "ForeachRoundOffNumberV2", roundMode=mode, **lists).run()
    assert of_tensor[0].tolist() == of_scalar[0].tolist() == expected.tolist()


def test_rounding_wants_one_mode(session: Session) -> None:
    lists = {"x": [torch.ones(2)], "out": [torch.ones(2)]}
    modes = torch.ones(2, dtype=torch.int8)
    assert Call(session, "ForeachRoundOffNumber", roundMode=modes, **lists).plan() == TILING
    assert "Parameter roundMode " in session.message()


@pytest.mark.parametrize(
    ("changes", "parameter", "status"),
    [
        ({"x2": [(3,)]}, "x2", TILING),
        ({"x2": [(3,), (4,)]}, "x2", TILING),
        ({"out": [(3,), (3,)]}, "out", TILING),
        ({"out": "f16"}, "out", INVALID),
        ({"x2": "null"}, "x2", INVALID),
    ],
)
def test_lists_that_do_not_fit(session: Session, changes: dict[str, Any], parameter: str, status: int) -> None:
    values: dict[str, Any] = {name: [torch.ones(3), torch.ones(2)] for name in ("x1", "x2", "out")}
    for name, change in changes.items():
        if change == "f16":
            values[name] = [tensor.half() for tensor in values[name]]
        elif change == "null":
            values[name] = [values[name][0], None]
        else:
            values[name] = [torch.ones(shape) for shape in change]
    assert Call(session, "ForeachMulList", **values).plan() == status
    assert f"Parameter {parameter} " in session.message()
