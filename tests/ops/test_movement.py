"""Operators that move elements, against torch: every type they have, drawn shapes, views with gaps, any order."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from drawing import BASIC, DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

SOME = ("f32", "f16", "bf16", "i32", "i64", "i8", "u8", "bool")
COMPLEX = ("c64", "c128")


Made = tuple[dict[str, Any], Any]  # inputs by field, expected outputs


def _permute(d: Draw) -> Made:
    x = d.tensor(d.shape())
    dims = [axis - x.ndim * d.integer(0, 1) for axis in d.order(x.ndim)]
    return {"self": x, "dims": dims}, x.permute(dims)


def _parts(d: Draw, axis: int, shape: list[int]) -> list[Any]:
    at = axis % len(shape)
    lengths = [d.integer(0, 3) for _ in range(d.integer(1, 4))]
    return [d.tensor([*shape[:at], length, *shape[at + 1 :]]) for length in lengths]


def _cat(d: Draw) -> Made:
    shape = d.shape(1)
    dim = d.axis(shape)
    tensors = _parts(d, dim, shape)
    return {"tensors": tensors, "dim": dim}, torch.cat(tensors, dim)


def _stack(d: Draw) -> Made:
    shape = d.shape()
    dim = d.integer(-len(shape) - 1, len(shape))
    short = d.data.draw(st.sampled_from(d.types))
    tensors = [d.tensor(shape, short) for _ in range(d.integer(1, 3))]
    return {"tensors": tensors, "dim": dim}, torch.stack(tensors, dim)


def _split(d: Draw) -> Made:
    shape = d.shape(1, shortest=1)
    dim, size = d.axis(shape), d.integer(1, 5)
    x = d.tensor(shape)
    return {"self": x, "splitSections": size, "dim": dim}, list(torch.split(x, size, dim))


def _split_with_size(d: Draw) -> Made:
    shape = d.shape(1)
    dim = d.axis(shape)
    sizes = [d.integer(0, 3) for _ in range(d.integer(1, 4))]
    shape[dim] = sum(sizes)
    x = d.tensor(shape)
    return {"self": x, "splitSize": sizes, "dim": dim}, list(torch.split(x, sizes, dim))


def _slice(d: Draw) -> Made:
    x = d.tensor(d.shape(1))
    dim, start, end, step = d.axis(x.shape), d.integer(-6, 6), d.integer(-6, 6), d.integer(1, 3)
    expected = torch.ops.aten.slice(x, dim, start, end, step)
    return {"self": x, "dim": dim, "start": start, "end": end, "step": step}, expected


def _slice_v2(d: Draw) -> Made:
    x = d.tensor(d.shape(1))
    axes = d.order(x.ndim)[: d.integer(1, x.ndim)]
    starts, ends, steps = ([d.integer(*bounds) for _ in axes] for bounds in ((-6, 6), (-6, 6), (1, 3)))
    expected = x
    for axis, start, end, step in zip(axes, starts, ends, steps):
        expected = torch.ops.aten.slice(expected, axis, start, end, step)
    axes = [axis - x.ndim * d.integer(0, 1) for axis in axes]
    return {"self": x, "starts": starts, "ends": ends, "axes": axes, "steps": steps}, expected


def _expand(d: Draw) -> Made:
    x = d.tensor([d.data.draw(st.sampled_from((1, 1, 2, 3))) for _ in range(d.integer(0, 3))])
    size = [length if length != 1 else d.integer(1, 3) for length in x.shape]
    full = [d.integer(1, 3) for _ in range(d.integer(0, 2))] + size
    kept = [-1 if at >= len(full) - x.ndim and d.integer(0, 3) == 0 else size for at, size in enumerate(full)]
    return {"self": x, "size": kept}, x.expand(kept)


def _repeat(d: Draw) -> Made:
    x = d.tensor(d.shape(0, 3))
    repeats = [d.integer(0, 2) for _ in range(d.integer(x.ndim, 3))]
    return {"self": x, "repeats": repeats}, x.repeat(repeats)


def _flip(d: Draw) -> Made:
    x = d.tensor(d.shape())
    dims = [axis - x.ndim * d.integer(0, 1) for axis in d.order(x.ndim)[: d.integer(0, x.ndim)]]
    return {"self": x, "dims": dims}, x.flip(dims)


def _pad(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 4, shortest=2))
    pad = [d.integer(-1, 2) for _ in range(2 * d.integer(1, x.ndim))]
    shape = [length + before + after for length, before, after in zip(x.shape[::-1], pad[::2], pad[1::2])]
    pad = pad if 0 not in shape else [0] * len(pad)
    value = bool(d.integer(0, 1)) if x.dtype == torch.bool else d.integer(-3 if x.dtype != torch.uint8 else 0, 9)
    expected = torch.nn.functional.pad(x, pad, value=value)
    return {"self": x, "pad": pad, "value": value}, expected


def _triangle(function: Callable[..., Any]) -> Callable[[Draw], Made]:
    def make(d: Draw) -> Made:
        x, diagonal = d.tensor(d.shape(2)), d.integer(-5, 5)
        return {"self": x, "diagonal": diagonal}, function(x, diagonal)

    return make


def _along(d: Draw, x: Any, dim: int, index: Any) -> Any:
    wide, axis = (x if x.ndim else x[None]), dim % max(x.ndim, 1)
    found = wide.index_select(axis, index.reshape(-1).long())
    return found.reshape(*wide.shape[:axis], *(index.shape or (1,)), *wide.shape[axis + 1 :])


def _gather_v2(d: Draw) -> Made:
    x = d.tensor(d.shape(0, 3, shortest=1))
    dim = d.axis(x.shape)
    index = d.index(d.shape(0, 2), x.shape[dim] if x.ndim else 1)
    return {"self": x, "dim": dim, "index": index}, _along(d, x, dim, index)


def _gather_v3(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    index = d.index(d.shape(0, 2), x.shape[0])
    return {"self": x, "dim": 0, "index": index, "batchDims": 0, "mode": d.integer(0, 1)}, _along(d, x, 0, index)


def _index_select(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 4, shortest=1))
    dim = d.axis(x.shape)
    index = d.index([d.integer(1, 4)] * d.integer(0, 1), x.shape[dim])
    return {"self": x, "dim": dim, "index": index}, x.index_select(dim, index)


def _embedding(d: Draw) -> Made:
    weight = d.tensor([d.integer(1, 4), d.integer(1, 4)])
    indices = d.index(d.shape(0, 3), len(weight))
    return {"weight": weight, "indices": indices}, weight[indices.long()]


def _gather(d: Draw) -> Made:
    x = d.tensor(d.shape(0, 3, shortest=1))
    dim = d.axis(x.shape)
    shape = [d.integer(0, length) for length in x.shape]
    if x.ndim:
        shape[dim] = d.integer(0, 5)
    length = x.shape[dim] if x.ndim else 1
    index = d.index(shape, length, -length)
    return {"self": x, "dim": dim, "index": index}, torch.gather(x, dim, index.long() % length)


def _one_hot(d: Draw) -> Made:
    short = d.data.draw(st.sampled_from(("i32", "i64")))
    x, classes = d.tensor(d.shape(1, 3, shortest=1), short).abs() % 6, d.integer(1, 5)
    axis = d.integer(-1, x.ndim)
    on, off = d.tensor([1], d.types[d.integer(0, len(d.types) - 1)]), None
    off = torch.full_like(on, 3)
    found = x[..., None] == torch.arange(classes)
    expected = torch.where(found, on, off).movedim(-1, axis)
    return {"self": x, "numClasses": classes, "onValue": on, "offValue": off, "axis": axis}, expected


def _nonzero(d: Draw) -> Any:
    return d.tensor(d.shape(0, 3, shortest=1)) % 3


class Row(NamedTuple):
    """An operator, how its arguments and its results are made, the types it has."""

    name: str
    make: Callable[[Draw], Made]
    types: tuple[str, ...]
    out: str = "out"


ROWS = [
    Row("Permute", _permute, (*BASIC, *COMPLEX, "u16", "u32", "u64")),
    Row("Cat", _cat, (*(short for short in BASIC if short != "f64"), "c64")),  # both derive COMPLEX128, which it lacks
    Row("Stack", _stack, (*BASIC, *COMPLEX)),
    Row("SplitTensor", _split, (*BASIC, *COMPLEX)),
    Row("SplitWithSize", _split_with_size, (*BASIC, *COMPLEX)),
    Row("Slice", _slice, SOME),
    Row("SliceV2", _slice_v2, SOME),
    Row("Expand", _expand, SOME),
    Row("Repeat", _repeat, (*BASIC, *COMPLEX)),
    Row("Flip", _flip, (*BASIC, *COMPLEX)),
    Row("ConstantPadNd", _pad, (*BASIC, *COMPLEX)),
    Row("Tril", _triangle(torch.tril if torch else None), BASIC),
    Row("Triu", _triangle(torch.triu if torch else None), BASIC),
    Row("GatherV2", _gather_v2, (*BASIC, *COMPLEX)),
    Row("GatherV3", _gather_v3, (*BASIC, "c64")),
    Row("IndexSelect", _index_select, (*BASIC, *COMPLEX)),
    Row("Embedding", _embedding, (*BASIC, *COMPLEX)),
    Row("Gather", _gather, BASIC),
    Row("OneHot", _one_hot, ("f32", "f16", "i32", "i64")),
]


def _room(expected: Any) -> Any:
    return [torch.empty_like(e) for e in expected] if isinstance(expected, list) else torch.empty_like(expected)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@DRAWN
@given(data=st.data())
def test_movement(session: Session, row: Row, data: st.DataObject) -> None:
    drawn = Draw(data, row.types)
    inputs, expected = row.make(drawn)
    result = Call(session, row.name, drawn.rng, **inputs, **{row.out: _room(expected)}).run()
    pairs = zip(result, expected) if isinstance(expected, list) else [(result, expected)]
    for got, wanted in pairs:
        assert_close(got, wanted)


@pytest.mark.parametrize("name", ["InplaceTril", "InplaceTriu"])
def test_in_place(session: Session, name: str) -> None:
    x = draw(np.random.default_rng(1), (2, 3, 4), torch.float16)
    function = torch.tril if name == "InplaceTril" else torch.triu
    assert_close(Call(session, name, np.random.default_rng(2), self=x, diagonal=1).run(), function(x, 1))


def test_every_bit_pattern_but_nan_survives_a_move(session: Session) -> None:
    """16-bit floats pass through float32 on their way."""
    bits = torch.arange(65536, dtype=torch.int32).to(torch.int16)
    for dtype in (torch.float16, torch.bfloat16):
        x = bits.view(dtype)
        out = Call(session, "Flip", self=x, dims=[0], out=torch.empty_like(x)).run()
        same = out.view(torch.int16) == bits.flip(0)
        assert (same | x.flip(0).isnan()).all()


@pytest.mark.parametrize("name", ["Nonzero", "NonzeroV2"])
@DRAWN
@given(data=st.data())
def test_nonzero(session: Session, name: str, data: st.DataObject) -> None:
    drawn = Draw(data, BASIC)
    x = _nonzero(drawn) if data.draw(st.booleans()) else drawn.tensor(drawn.shape(0, 3, shortest=1), "bool")
    rank, most = x.ndim, math.prod(x.shape)
    out = torch.empty((most, rank) if name == "Nonzero" else (rank, most), dtype=torch.int64)
    call = Call(session, name, self=x, out=out)
    call.session.run(call.operator.c_name, *call.arguments)
    expected = torch.nonzero(x)
    expected = expected if name == "Nonzero" else expected.T
    stored = session.read(call.views["out"].device).reshape(-1)[: expected.numel()]
    assert stored.tolist() == expected.flatten().tolist()


@pytest.mark.parametrize("product", ["950"])
@DRAWN
@given(data=st.data())
def test_gather_with_batches(session: Session, data: st.DataObject) -> None:
    """Against a loop over the batches."""
    drawn = Draw(data, BASIC)
    x = drawn.tensor(drawn.shape(2, 4, shortest=1))
    batches = drawn.integer(1, x.ndim - 1)
    dim = drawn.integer(batches, x.ndim - 1)
    index = drawn.index([*x.shape[:batches], *drawn.shape(0, 2, shortest=1)], x.shape[dim])
    flat, chosen = x.reshape(-1, *x.shape[batches:]), index.reshape(-1, *index.shape[batches:])
    parts = [torch.index_select(a, dim - batches, i.reshape(-1).long()) for a, i in zip(flat, chosen)]
    shape = (*x.shape[:dim], *index.shape[batches:], *x.shape[dim + 1 :])
    expected = torch.stack(parts).reshape(shape)
    values = {"self": x, "dim": dim, "index": index, "batchDims": batches, "mode": 0}
    assert_close(Call(session, "GatherV3", drawn.rng, **values, out=torch.empty_like(expected)).run(), expected)
