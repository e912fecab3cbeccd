"""Sorting and cumulative operators against numpy: order of ties, NaN, types, axes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, given, refusal, results
from harness import STORAGE, Array, Session
from values import agrees, widened

INTEGERS = ("i8", "i16", "i32", "i64", "u8")
FLOATS = ("f32", "f16", "bf16")
SHAPE = (3, 7, 4)


def _ties(short: str) -> Array:
    """Few different values, so that most have equals."""
    return np.random.default_rng(3).integers(0, 4, SHAPE).astype(np.float64)


def _order(x: Array, axis: int, descending: bool) -> Array:
    """By value, then by place: descending too, equal elements keep their order."""
    place = np.broadcast_to(np.arange(x.shape[axis]).reshape([-1 if a == axis % 3 else 1 for a in range(3)]), x.shape)
    return np.lexsort((place, -x if descending else x), axis)


@pytest.mark.parametrize("short", [*FLOATS, *INTEGERS])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("dim", [0, 2, -1])
def test_sort(session: Session, short: str, descending: bool, dim: int) -> None:
    x = _ties(short)
    order = _order(x, dim, descending)
    values, indices = results(
        session, "Sort", self=(short, x), stable=True, dim=dim, descending=descending, valuesOut=(short, SHAPE),
        indicesOut=("i64", SHAPE),
    )  # fmt: skip
    assert (indices == order).all()
    assert (widened(values, short) == np.take_along_axis(x, order, dim)).all()
    (alone,) = results(session, "Argsort", self=(short, x), dim=dim, descending=descending, out=("i64", SHAPE))
    assert (alone == order).all()


def test_nan_is_above_every_number(session: Session) -> None:
    x = np.array([1, np.nan, np.inf, -np.inf])
    for descending, expected in ((False, [3, 0, 2, 1]), (True, [1, 2, 0, 3])):
        (order,) = results(session, "Argsort", self=("f32", x), dim=0, descending=descending, out=("i64", (4,)))
        assert order.tolist() == expected


@pytest.mark.parametrize("short", [*FLOATS, *INTEGERS, "f64"])
@pytest.mark.parametrize("largest", [False, True])
@pytest.mark.parametrize("k", [0, 1, 3])
def test_topk(session: Session, short: str, largest: bool, k: int) -> None:
    x = _ties(short)
    order = _order(x, 1, largest)[:, :k]
    values, indices = results(
        session, "Topk", self=(short, x), k=k, dim=1, largest=largest, sorted=True, valuesOut=(short, order.shape),
        indicesOut=("i64", order.shape),
    )  # fmt: skip
    assert (indices == order).all()
    assert (widened(values, short) == np.take_along_axis(x, order, 1)).all()


@pytest.mark.parametrize("short", ["i8", "i16", "i32", "i64", "u8", "f64", "c64", "c128"])
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_cumsum(session: Session, short: str, dim: int) -> None:
    x = np.random.default_rng(1).integers(0, 90, SHAPE)
    exact = np.cumsum(x, dim).astype(STORAGE[short])  # in int64, then cut to the type: sums wrap around
    (y,) = results(session, "Cumsum", self=(short, x), dim=dim, dtype=short, out=(short, SHAPE))
    assert (y == exact).all()


@pytest.mark.parametrize("short", FLOATS)
@pytest.mark.parametrize(("exclusive", "reverse"), [(False, False), (True, False), (False, True), (True, True)])
def test_cumsum_of_floats(session: Session, short: str, exclusive: bool, reverse: bool) -> None:
    x = given(short, np.random.default_rng(1).uniform(-2, 2, SHAPE))
    turned = x[:, ::-1] if reverse else x
    exact = np.cumsum(turned, 1) - (turned if exclusive else 0)
    exact = exact[:, ::-1] if reverse else exact
    (y,) = results(
        session, "CumsumV2", self=(short, x), dim=1, exclusive=exclusive, reverse=reverse, out=(short, SHAPE)
    )
    assert agrees(y, short, exact, 1e-5)
    if not (exclusive or reverse):
        (y,) = results(session, "Cumsum", self=(short, x), dim=1, dtype=short, out=(short, SHAPE))
        assert agrees(y, short, exact, 1e-5)


def test_cumsum_converts_before_it_adds(session: Session) -> None:
    x = np.full((4,), 100)
    (y,) = results(session, "Cumsum", self=("i8", x), dim=0, dtype="i32", out=("i32", (4,)))
    assert y.tolist() == [100, 200, 300, 400]


BASES: dict[str, dict[str, Any]] = {
    "Sort": {"self": ("bf16", SHAPE), "dim": 0, "valuesOut": ("bf16", SHAPE), "indicesOut": ("i64", SHAPE)},
    "Argsort": {"self": ("bf16", SHAPE), "dim": 0, "out": ("i64", SHAPE)},
    "Topk": {"self": ("f32", (5,)), "k": 2, "dim": 0, "valuesOut": ("f32", (2,)), "indicesOut": ("i64", (2,))},
    "Cumsum": {"self": ("f32", (5,)), "dim": 0, "dtype": "f16", "out": ("f16", (5,))},
    "CumsumV2": {"self": ("f32", (5,)), "dim": 0, "out": ("f32", (5,))},
}
BASES["Sort"].update(stable=True, descending=False)
BASES["Argsort"].update(descending=False)
BASES["Topk"].update(largest=True, sorted=True)
BASES["CumsumV2"].update(exclusive=False, reverse=False)


@pytest.mark.parametrize("name", BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **BASES[name])


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        ("Sort", {"dim": 1}, "dim"),
        ("Sort", {"dim": 3}, "dim"),
        ("Sort", {"valuesOut": ("f32", SHAPE)}, "valuesOut"),
        ("Sort", {"self": ("u32", SHAPE), "valuesOut": ("u32", SHAPE)}, "self"),
        ("Argsort", {"dim": -2}, "dim"),
        ("Argsort", {"out": ("i64", (3,))}, "out"),
        ("Topk", {"k": -1}, "k"),
        ("Topk", {"k": 6}, "k"),
        ("Topk", {"dim": 1}, "dim"),
        ("Topk", {"indicesOut": ("i64", (3,))}, "indicesOut"),
        ("Cumsum", {"dtype": "f32"}, "dtype"),
        ("Cumsum", {"dim": -2}, "dim"),
        ("CumsumV2", {"out": ("f16", (5,))}, "out"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    found, message = refusal(session, name, **{**BASES[name], **changed})
    assert found == 161002
    assert f"Parameter {parameter} " in message
