"""Searches in rows that are in order, and counts of numbers: against torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import Call, assert_close, needs_torch, torch

TYPES = ("f32", "f16", "f64", "i8", "i16", "i32", "i64", "u8")


def _few(d: Draw, shape: Any) -> Any:
    return d.tensor(shape).remainder(9).round()


@needs_torch
@DRAWN
@given(data=st.data())
def test_search(session: Session, data: st.DataObject) -> None:
    """In one row for all, or in a row for each; with the row out of order and the indices that sort it."""
    d = Draw(data, TYPES)
    batch = d.shape(0, 2, shortest=1)
    rows = _few(d, [*batch, d.integer(1, 6)])
    order = torch.sort(rows, dim=-1, stable=True)
    values = _few(d, [*batch, d.integer(1, 4)] if batch else d.shape(0, 2, shortest=1))
    narrow, right, indirect = (bool(d.integer(0, 1)) for _ in range(3))
    wide = order.values.double(), values.double()
    expected = torch.searchsorted(*wide, out_int32=narrow, right=right)
    given_ = {"sortedSequence": rows, "sorter": order.indices} if indirect else {"sortedSequence": order.values}
    asked = {"self": values, "outInt32": narrow, "right": right, "out": torch.empty_like(expected)}
    assert_close(Call(session, "SearchSorted", d.rng, **given_, **asked).run(), expected)
    if not batch:
        number = float(values.reshape(-1)[0])
        room = torch.empty(1, dtype=expected.dtype)
        found = Call(session, "SearchSorteds", d.rng, **given_, **{**asked, "self": number, "out": room}).run()
        assert found.tolist() == expected.reshape(-1)[:1].tolist()


@needs_torch
def test_search_in_nothing(session: Session) -> None:
    values = {"sortedSequence": torch.empty(0), "self": torch.ones(2), "outInt32": False, "right": True}
    assert Call(session, "SearchSorted", **values, out=torch.ones(2).long()).run().tolist() == [0, 0]


@needs_torch
@pytest.mark.parametrize("product", ["950"])
@DRAWN
@given(data=st.data())
def test_bucketize(session: Session, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "bf16", "i8", "i16", "i32", "i64", "u8"))
    values, edges = _few(d, d.shape(0, 3, shortest=1)), torch.unique(_few(d, [d.integer(1, 6)]))
    narrow, right = (bool(d.integer(0, 1)) for _ in range(2))
    expected = torch.bucketize(values.double(), edges.double(), out_int32=narrow, right=right)
    asked = {"outInt32": narrow, "right": right, "out": torch.empty_like(expected)}
    assert_close(Call(session, "Bucketize", d.rng, self=values, boundaries=edges, **asked).run(), expected)


@needs_torch
@pytest.mark.parametrize("out", ["float32", "int32", "int64"])
@DRAWN
@given(data=st.data())
def test_histogram(session: Session, out: str, data: st.DataObject) -> None:
    """Whole numbers and bins whose borders no arithmetic rounds; without bounds, those of the elements."""
    d = Draw(data, ("f32", "f16", "i8", "i16", "i32", "i64", "u8"))
    x = _few(d, d.shape(0, 3, shortest=1))
    bins, free = d.data.draw(st.sampled_from((1, 2, 4, 8))), bool(d.integer(0, 1))
    low, high = (3, 3) if free else (d.integer(-2, 3), d.integer(4, 12))
    wide = x.double()
    bounds = (float(wide.min()), float(wide.max())) if free else (float(low), float(high))
    if bounds[0] == bounds[1]:
        bounds = (bounds[0] - 1, bounds[1] + 1)
    inside = wide[(wide >= bounds[0]) & (wide <= bounds[1])]
    places = [
        min(int((v - bounds[0]) * bins / (bounds[1] - bounds[0]) + 1e-6), bins - 1) for v in inside.flatten().tolist()
    ]
    expected = torch.tensor([places.count(b) for b in range(bins)])
    whole = not x.is_floating_point()
    room = torch.empty(bins, dtype=getattr(torch, out) if whole == out.startswith("int") else x.dtype)
    found = Call(session, "Histc", d.rng, self=x, bins=bins, min=low, max=high, out=room).run()
    assert_close(found, expected)
    if x.dtype == torch.float32:
        assert_close(found, torch.histc(x, bins, *(0, 0) if free else bounds))


@needs_torch
@pytest.mark.parametrize("out", ["int32", "int64", "float32", "float64"])
@pytest.mark.parametrize("weighted", [False, True])
@DRAWN
@given(data=st.data())
def test_counts(session: Session, out: str, weighted: bool, data: st.DataObject) -> None:
    d = Draw(data, ("i8", "i16", "i32", "i64", "u8"))
    x = d.tensor([d.integer(1, 12)]).abs().remainder(7)
    weights = None
    if weighted:
        weights = d.tensor(x.shape, d.data.draw(st.sampled_from(("f32", "f16", "f64", "i8", "i64", "u8", "bool"))))
        weights = weights if weights.dtype == torch.bool else weights.remainder(5).round()
    least = d.integer(0, 10)
    expected = torch.bincount(x.long(), None if weights is None else weights.double(), least)
    room = torch.empty(expected.shape, dtype=getattr(torch, out))
    found = Call(session, "Bincount", d.rng, self=x, weights=weights, minlength=least, out=room).run()
    assert_close(found, expected)


ROW, INDEX = ("f32", (3,)), ("i64", (2,))
BASES: dict[str, dict[str, Any]] = {
    "SearchSorted": {"sortedSequence": ROW, "self": ("f32", (2,)), "outInt32": False, "right": False, "out": INDEX},
    "SearchSorteds": {
        "sortedSequence": ROW,
        "self": (1, "f32"),
        "outInt32": False,
        "right": False,
        "out": ("i64", (1,)),
    },
    "Histc": {"self": ("f32", (2, 3)), "bins": 4, "min": (0, "f32"), "max": (1, "f32"), "out": ("f32", (4,))},
    "Bincount": {"self": ("i32", (3,)), "minlength": 2, "out": ("i64", (8,))},
}
BASES["SearchSorteds"].update(out=("i64", (1,)))
MANY = ("f32", (2, 3))


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("SearchSorted", {"outInt32": True}, "out"),
        ("SearchSorted", {"out": ("i64", (3,))}, "out"),
        ("SearchSorted", {"sorter": ("i64", (2,))}, "sorter"),
        ("SearchSorted", {"sorter": ("i32", (3,))}, "sorter"),
        ("SearchSorted", {"sortedSequence": MANY, "self": ("f32", (1, 4)), "out": ("i64", (1, 4))}, "self"),
        ("SearchSorted", {"self": ("bf16", (2,))}, "self"),
        ("SearchSorted", {"sortedSequence": ("f32", ())}, "sortedSequence"),
        ("SearchSorteds", {"sortedSequence": MANY}, "sortedSequence"),
        ("SearchSorteds", {"outInt32": True}, "out"),
        ("SearchSorteds", {"sorter": ("i64", (2,))}, "sorter"),
        ("SearchSorteds", {"out": INDEX}, "out"),
        ("Histc", {"bins": 0}, "bins"),
        ("Histc", {"min": (2, "f32")}, "min"),
        ("Histc", {"max": (2, "c64")}, "max"),
        ("Histc", {"max": (np.inf, "f32")}, "max"),
        ("Histc", {"self": ("i32", (2, 3)), "min": (np.nan, "f32"), "out": ("i32", (4,))}, "min"),
        ("Histc", {"out": ("f32", (2, 2))}, "out"),
        ("Histc", {"out": ("f32", (5,))}, "out"),
        ("Histc", {"out": ("i32", (4,))}, "out"),
        ("Histc", {"self": ("f64", (3,))}, "self"),
        ("Bincount", {"self": ("f32", (3,))}, "self"),
        ("Bincount", {"self": ("i32", (1, 3))}, "self"),
        ("Bincount", {"weights": ("f32", (2,))}, "weights"),
        ("Bincount", {"weights": ("bf16", (3,))}, "weights"),
        ("Bincount", {"minlength": 9}, "out"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({}, ""),
        ({"boundaries": ("f32", (1, 3))}, "boundaries"),
        ({"boundaries": ("f32", (0,))}, "boundaries"),
        ({"outInt32": True}, "out"),
        ({"out": ("i64", (3,))}, "out"),
        ({"self": ("f64", (2,))}, "self"),
    ],
)
def test_buckets_refused(session: Session, changed: dict[str, Any], parameter: str) -> None:
    base = {"self": ("f32", (2,)), "boundaries": ROW, "outInt32": False, "right": False, "out": INDEX}
    assert_refused(session, "Bucketize", parameter, **{**base, **changed})


def test_a_histogram_without_bounds_of_what_is_not_finite(session: Session) -> None:
    from array_calls import OPERATORS, arguments_of

    values = {"self": ("f32", np.array([0, np.inf])), "bins": 2, "min": (0, "f32"), "max": (0, "f32")}
    arguments = arguments_of(session, OPERATORS["Histc"], {**values, "out": ("f32", (2,))})
    status, _, executor = session.plan("aclnnHistc", *arguments)
    assert status == 0
    assert session.acl.aclnnHistc(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "finite" in session.message()


@pytest.mark.parametrize(("number", "length"), [(-1, 3), (3, 3), (1, 3)])
def test_counts_that_do_not_fit(session: Session, number: int, length: int) -> None:
    """Only the data says so: a fault of the kernel."""
    from array_calls import OPERATORS, arguments_of

    values = {"self": ("i32", np.array([0, number])), "minlength": 0, "out": ("i64", (length,))}
    arguments = arguments_of(session, OPERATORS["Bincount"], values)
    status, _, executor = session.plan("aclnnBincount", *arguments)
    assert status == 0
    assert session.acl.aclnnBincount(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert ("self" if number != 1 else "out has 3") in session.message()
