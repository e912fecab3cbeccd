"""Elements by their order along a dimension: medians and k-th values against torch, and the pages' examples."""

from __future__ import annotations

from typing import Any

import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import Call, assert_close, needs_torch, torch

TYPES = ("f32", "f16", "bf16", "i8", "i16", "i32", "i64", "u8")


def _ties(d: Draw, with_nan: bool) -> Any:
    """Of few different numbers; no dimension has the length 1, which BF16 lacks."""
    x = d.tensor([d.integer(2, 5) for _ in range(d.integer(1, 3))])
    x = x.remainder(4).round()
    if with_nan and x.is_floating_point():
        x = torch.where(torch.from_numpy(d.rng.random(x.shape) < 0.2), torch.nan, x).to(x.dtype)
    return x


@needs_torch
@pytest.mark.parametrize("skips_nan", [False, True])
@DRAWN
@given(data=st.data())
def test_median(session: Session, skips_nan: bool, data: st.DataObject) -> None:
    d = Draw(data, TYPES)
    x = _ties(d, with_nan=True)
    dim, keep = d.axis(x.shape), bool(d.integer(0, 1))
    function = torch.nanmedian if skips_nan else torch.median
    expected, _ = function(x, dim, keep)
    room = {"valuesOut": torch.empty_like(expected), "indicesOut": torch.empty(expected.shape, dtype=torch.int64)}
    name = "NanMedian" if skips_nan else "Median"
    values, places = Call(session, f"{name}Dim", d.rng, self=x, dim=dim, keepDim=keep, **room).run()
    assert_close(values, expected)
    where = places if keep else places.unsqueeze(dim)
    assert_close(x.gather(dim, where).reshape(values.shape), values)
    out = {"out" if skips_nan else "valuesOut": torch.empty((), dtype=x.dtype)}
    assert_close(Call(session, name, d.rng, self=x, **out).run(), function(x))


@needs_torch
def test_the_page_of_the_median_without_nan(session: Session) -> None:
    x = torch.tensor([[1, torch.nan, 3, 2], [-1, torch.nan, 3, 2]])
    for dim, keep, expected, places in (
        (0, True, [[-1, torch.nan, 3, 2]], [[1, 0, 0, 0]]),
        (0, False, [-1, torch.nan, 3, 2], [1, 0, 0, 0]),
        (1, False, [2, 2], [3, 3]),
    ):
        wanted = torch.tensor(expected).float()
        room = {"valuesOut": torch.empty_like(wanted), "indicesOut": torch.empty(wanted.shape, dtype=torch.int64)}
        values, found = Call(session, "NanMedianDim", self=x, dim=dim, keepDim=keep, **room).run()
        assert_close(values, wanted)
        assert found.tolist() == places


@needs_torch
def test_the_median_of_nothing(session: Session) -> None:
    for dtype, expected in ((torch.int64, -(2**63)), (torch.int32, -(2**31)), (torch.int8, 0)):
        empty, room = torch.empty(0, dtype=dtype), torch.ones(1, dtype=dtype)
        assert Call(session, "Median", self=empty, valuesOut=room).run().tolist() == [expected]
    assert Call(session, "Median", self=torch.empty(2, 0), valuesOut=torch.ones(())).run().isnan()


@needs_torch
@DRAWN
@given(data=st.data())
def test_kth_value(session: Session, data: st.DataObject) -> None:
    d = Draw(data, TYPES)
    x = _ties(d, with_nan=True)
    dim, keep = d.axis(x.shape), bool(d.integer(0, 1))
    k = d.integer(1, x.shape[dim])
    order = torch.sort(x, dim=dim, stable=True)
    expected, places = (part.narrow(dim, k - 1, 1) for part in order)
    if not keep:
        expected, places = expected.squeeze(dim), places.squeeze(dim)
    room = {"valuesOut": torch.empty_like(expected), "indicesOut": torch.empty_like(places)}
    values, found = Call(session, "Kthvalue", d.rng, self=x, k=k, dim=dim, keepdim=keep, **room).run()
    assert_close(values, expected)
    assert_close(found, places)


@needs_torch
@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("short", ["uint16", "uint32", "uint64"])
def test_kth_value_of_unsigned(session: Session, short: str) -> None:
    dtype = getattr(torch, short)
    x = torch.tensor([[5, 1, torch.iinfo(torch.int16).max * 2 + 1, 3]]).to(dtype)
    room = {"valuesOut": torch.empty(1, dtype=dtype), "indicesOut": torch.empty(1, dtype=torch.int64)}
    values, found = Call(session, "Kthvalue", self=x, k=4, dim=-1, keepdim=False, **room).run()
    assert (values.tolist(), found.tolist()) == ([65535], [2])


X, ROW, PLACES = ("f32", (2, 3)), ("f32", (2,)), ("i64", (2,))
BASES: dict[str, dict[str, Any]] = {
    "Median": {"self": X, "valuesOut": ("f32", ())},
    "NanMedian": {"self": X, "out": ("f32", (1,))},
    "MedianDim": {"self": X, "dim": 1, "keepDim": False, "valuesOut": ROW, "indicesOut": PLACES},
    "NanMedianDim": {"self": X, "dim": -1, "keepDim": False, "valuesOut": ROW, "indicesOut": PLACES},
    "Kthvalue": {"self": X, "k": 2, "dim": 1, "keepdim": False, "valuesOut": ROW, "indicesOut": PLACES},
}


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("Median", {"valuesOut": ("f32", (2,))}, "valuesOut"),
        ("Median", {"self": ("bf16", (2, 1)), "valuesOut": ("bf16", ())}, "self"),
        ("Median", {"self": ("f64", (2, 3)), "valuesOut": ("f64", ())}, "self"),
        ("NanMedian", {"out": ("f16", ())}, "out"),
        ("MedianDim", {"dim": 2}, "dim"),
        ("MedianDim", {"self": ("f32", (2, 0))}, "self"),
        ("MedianDim", {"self": ("bf16", (2, 1)), "valuesOut": ("bf16", (2,))}, "self"),
        ("MedianDim", {"keepDim": True}, "valuesOut"),
        ("NanMedianDim", {"indicesOut": ("i64", (3,))}, "indicesOut"),
        ("NanMedianDim", {"indicesOut": ("i32", (2,))}, "indicesOut"),
        ("Kthvalue", {"k": 0}, "k"),
        ("Kthvalue", {"k": 4}, "k"),
        ("Kthvalue", {"dim": -3}, "dim"),
        ("Kthvalue", {"keepdim": True}, "valuesOut"),
        ("Kthvalue", {"self": ("u16", (2, 3)), "valuesOut": ("u16", (2,))}, "self"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})
