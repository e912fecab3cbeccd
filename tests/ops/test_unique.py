"""Elements and slices without their equals: against torch, and numpy for types that torch cannot sort."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import OPERATORS, View, bits_of, needs_torch, place, tensor_of, torch

TYPES = ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8", "bool")
UNSIGNED = ("u16", "u32", "u64")
FLAT = 1000


def _few(d: Draw, low: int = 1) -> Any:
    """Of few different numbers, so that most have equals."""
    x = d.tensor(d.shape(low, 3, shortest=1))
    return x if x.dtype == torch.bool else x.remainder(3).round()


class Found:
    """A call whose outputs take their shapes from the data."""

    def __init__(self, session: Session, name: str, rng: Any, x: Any, numbers: list[Any], outputs: list[Any]) -> None:
        self.session = session
        self.views = [place(session, out) for out in outputs]
        plain = [ctypes.c_int64(number) for number in numbers]
        devices = [view.device for view in self.views]
        session.run(OPERATORS[name].c_name, place(session, x, rng).device, *plain, *devices)

    def read(self, which: int) -> Any:
        """The output in the shape that it has taken."""
        view: View = self.views[which]
        dims, count = ctypes.POINTER(ctypes.c_int64)(), ctypes.c_uint64()
        handle = ctypes.c_void_p(view.device.handle)
        assert self.session.acl.aclGetViewShape(handle, ctypes.byref(dims), ctypes.byref(count)) == 0
        shape = [dims[i] for i in range(count.value)]
        stored = self.session.read(view.device)[: int(np.prod(shape))]
        return tensor_of(stored.reshape(shape).copy(), view.dtype)


def _long(*shape: int) -> Any:
    return torch.empty(shape, dtype=torch.int64)


def _same(found: Any, expected: Any) -> None:
    """Every bit but the sign of zero."""
    assert found.shape == expected.shape
    pair = [bits_of(x + 0 if x.is_floating_point() else x).tolist() for x in (found, expected)]
    assert pair[0] == pair[1]


@needs_torch
@pytest.mark.parametrize("counted", [False, True])
@DRAWN
@given(data=st.data())
def test_unique(session: Session, counted: bool, data: st.DataObject) -> None:
    d = Draw(data, TYPES)
    x, asked, counts = _few(d, 0), bool(d.integer(0, 1)), bool(d.integer(0, 1))
    values, inverse, many = torch.unique(x, sorted=True, return_inverse=True, return_counts=True)
    room = torch.empty(x.numel(), dtype=x.dtype)
    if counted:
        found = Found(session, "Unique2", d.rng, x, [1, asked, counts], [room, _long(*x.shape), _long(x.numel())])
    else:
        found = Found(session, "Unique", d.rng, x, [1, asked], [room, _long(*x.shape)])
    _same(found.read(0), values)
    if asked or (counted and counts):
        _same(found.read(1), inverse)
    if counted and counts:
        _same(found.read(2), many)


@needs_torch
@pytest.mark.parametrize("short", UNSIGNED)
def test_unique_of_unsigned(session: Session, short: str) -> None:
    d = np.random.default_rng(1)
    x = d.integers(0, 5, 12).astype({"u16": "uint16", "u32": "uint32", "u64": "uint64"}[short])
    x[3] = np.iinfo(x.dtype).max
    device = session.tensor(x, short)
    out, inverse = session.tensor(np.zeros_like(x), short), session.tensor(np.zeros(12, np.int64), "i64")
    session.run("aclnnUnique", device, ctypes.c_int64(0), ctypes.c_int64(1), out, inverse)
    values, places = np.unique(x, return_inverse=True)
    assert session.read(out)[: len(values)].tolist() == values.tolist()
    assert session.read(inverse).tolist() == places.tolist()


@needs_torch
@DRAWN
@given(data=st.data())
def test_unique_slices(session: Session, data: st.DataObject) -> None:
    d = Draw(data, TYPES)
    x, asked = _few(d), bool(d.integer(0, 1))
    dim = d.axis(x.shape)
    values, inverse, many = torch.unique(x, sorted=True, return_inverse=True, return_counts=True, dim=dim)
    length = x.shape[dim]
    outputs = [torch.empty_like(x), _long(length), _long(length)]
    found = Found(session, "UniqueDim", d.rng, x, [1, asked, dim], outputs)
    _same(found.read(0), values)
    if asked:
        _same(found.read(1), inverse)
    _same(found.read(2), many)


def _runs(x: Any, dim: int) -> tuple[Any, Any, Any]:
    """torch has none of complex numbers: they are rows of two real ones."""
    if not x.is_complex():
        options: Any = {} if dim == FLAT else {"dim": dim}
        return torch.unique_consecutive(x, return_inverse=True, return_counts=True, **options)  # type: ignore[no-any-return]
    pairs = torch.view_as_real(x)
    rows = pairs.reshape(-1, 2) if dim == FLAT else pairs.moveaxis(dim % x.ndim, 0).flatten(1)
    _, inverse, many = torch.unique_consecutive(rows, return_inverse=True, return_counts=True, dim=0)
    firsts = torch.cumsum(many, 0) - many
    if dim == FLAT:
        return x.reshape(-1)[firsts], inverse.reshape(x.shape), many
    return x.index_select(dim, firsts), inverse, many


@needs_torch
@pytest.mark.parametrize("index", ["int32", "int64"])
@DRAWN
@given(data=st.data())
def test_unique_consecutive(session: Session, index: str, data: st.DataObject) -> None:
    d = Draw(data, (*TYPES, "c64", "c128"))
    x = d.tensor(d.shape(1, 3, shortest=1))
    if x.is_complex():
        x = torch.complex(x.real.sign(), x.imag.sign())
    elif x.dtype != torch.bool:
        x = x.remainder(2).round()
    dim = d.axis(x.shape) if d.integer(0, 1) else FLAT
    values, inverse, many = _runs(x, dim)
    kind = getattr(torch, index)
    room = torch.empty(x.numel() if dim == FLAT else x.shape, dtype=x.dtype)
    length = x.numel() if dim == FLAT else x.shape[dim]
    outputs = [room, torch.empty(inverse.shape, dtype=kind), torch.empty(length, dtype=kind)]
    found = Found(session, "UniqueConsecutive", d.rng, x, [1, 1, dim], outputs)
    assert torch.equal(found.read(0), values)
    _same(found.read(1), inverse.to(kind))
    _same(found.read(2), many.to(kind))


@needs_torch
def test_nan_equals_nothing(session: Session) -> None:
    x = torch.tensor([torch.nan, 1, torch.nan, 1])
    found = Found(session, "Unique2", None, x, [1, 0, 1], [torch.empty(4), _long(4), _long(4)])
    assert found.read(0).isnan().tolist() == [False, True, True]
    assert found.read(2).tolist() == [2, 1, 1]


X, INDEX, ROW = ("f32", (2, 3)), ("i64", (2, 3)), ("i64", (6,))
BASES: dict[str, dict[str, Any]] = {
    "Unique": {"self": X, "returnInverse": True, "valueOut": ("f32", (6,)), "inverseOut": INDEX},
    "Unique2": {"self": X, "returnInverse": True, "returnCounts": True, "valueOut": ("f32", (6,)), "inverseOut": INDEX},
    "UniqueDim": {"self": X, "returnInverse": True, "dim": 0, "valueOut": X, "inverseOut": ("i64", (2,))},
    "UniqueConsecutive": {"self": X, "dim": FLAT, "valueOut": ("f32", (6,)), "inverseOut": INDEX, "countsOut": ROW},
}
BASES["Unique"].update(sorted=True)
BASES["Unique2"].update(sorted=True, countsOut=ROW)
BASES["UniqueDim"].update(sorted=True, countsOut=("i64", (2,)))
BASES["UniqueConsecutive"].update(returnInverse=True, returnCounts=True)


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("Unique", {"inverseOut": ROW}, "inverseOut"),
        ("Unique", {"valueOut": ("f32", (5,))}, "valueOut"),
        ("Unique", {"valueOut": ("f16", (6,))}, "valueOut"),
        ("Unique2", {"inverseOut": ROW}, "inverseOut"),
        ("Unique2", {"countsOut": ("i64", (5,))}, "countsOut"),
        ("Unique2", {"self": ("c64", (2, 3)), "valueOut": ("c64", (6,))}, "self"),
        ("UniqueDim", {"dim": 2}, "dim"),
        ("UniqueDim", {"dim": -3}, "dim"),
        ("UniqueDim", {"inverseOut": ("i64", (3,))}, "inverseOut"),
        ("UniqueDim", {"countsOut": ("i64", (3,))}, "countsOut"),
        ("UniqueDim", {"valueOut": ("f32", (2, 2))}, "valueOut"),
        ("UniqueDim", {"self": ("f32", ()), "valueOut": ("f32", ())}, "self"),
        ("UniqueConsecutive", {"dim": 2}, "dim"),
        ("UniqueConsecutive", {"dim": 999}, "dim"),
        ("UniqueConsecutive", {"countsOut": ("i32", (6,))}, "countsOut"),
        ("UniqueConsecutive", {"countsOut": ("i64", (5,))}, "countsOut"),
        ("UniqueConsecutive", {"inverseOut": ("i64", (2,))}, "inverseOut"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({}, ""),
        ({"returnInverse": True}, "returnInverse"),
        ({"dim": 0}, "dim"),
        ({"self": ("f64", (2, 3)), "valueOut": ("f64", (6,))}, "self"),
    ],
)
def test_consecutive_on_the_950(session: Session, changed: dict[str, Any], parameter: str) -> None:
    values = {**BASES["UniqueConsecutive"], "returnInverse": False, **changed}
    assert_refused(session, "UniqueConsecutive", parameter, **values)
