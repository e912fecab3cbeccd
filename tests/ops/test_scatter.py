"""Operators that write to, or read from, places that an index names, against torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from drawing import BASIC, DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import TYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

NUMBERS = ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8")
Made = tuple[dict[str, Any], Any, str]  # inputs by field, expected output, the output's field


def _places(d: Draw) -> tuple[Any, int, Any]:
    """A tensor, a dimension, an index into it whose places are all different."""
    x = d.tensor(d.shape(1, 3, shortest=1))
    dim = d.axis(x.shape)
    shape = [d.integer(0, length) for length in x.shape]
    rows = np.argsort(d.rng.random(x.shape), axis=dim)
    index = torch.from_numpy(rows[tuple(map(slice, shape))].copy())
    return x, dim, index.to(d.data.draw(st.sampled_from((torch.int32, torch.int64))))


def _source(d: Draw, x: Any, index: Any) -> Any:
    """Of the type of x, at least as long as the index."""
    return d.tensor([length + d.integer(0, 2) for length in index.shape], TYPES[x.dtype])


def _scatter(d: Draw) -> Made:
    x, dim, index = _places(d)
    source, how = _source(d, x, index), d.integer(0, 2)
    wide = x if not x.is_floating_point() else x.double()
    function = (wide.scatter, wide.scatter_add, lambda *a: wide.scatter_reduce(*a, reduce="prod"))[how]
    expected = function(dim, index.long(), source.to(wide.dtype))
    return {"self": x, "dim": dim, "index": index, "src": source, "reduce": how}, expected, "out"


def _scatter_value(d: Draw) -> Made:
    x, dim, index = _places(d)
    return {"self": x, "dim": dim, "index": index, "value": 3, "reduce": 0}, x.scatter(dim, index.long(), 3), "out"


def _scatter_add(d: Draw) -> Made:
    """Several for one place: small whole numbers, whose sums no type rounds."""
    x = d.tensor(d.shape(1, 3, shortest=1)).remainder(3)
    dim = d.axis(x.shape)
    shape = [d.integer(0, length) for length in x.shape]
    shape[dim] = d.integer(0, 5)
    index = d.index(shape, x.shape[dim])
    source = _source(d, x, index).remainder(4).round()
    wide = x.double() if x.is_floating_point() else x
    expected = wide.scatter_add(dim, index.long(), source.to(wide.dtype))
    return {"self": x, "dim": dim, "index": index, "src": source}, expected, "out"


def _index_copy(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    dim = d.axis(x.shape)
    places = d.order(x.shape[dim])[: d.integer(1, x.shape[dim])]
    index = torch.tensor(places, dtype=torch.int64)
    shape = list(x.shape)
    shape[dim] = len(places)
    source = d.tensor(shape, TYPES[x.dtype])
    return {"selfRef": x, "dim": dim, "index": index, "source": source}, x.index_copy(dim, index, source), "outRef"


def _index_fill(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    dim = d.axis(x.shape)
    places = [d.integer(-x.shape[dim], x.shape[dim] - 1) for _ in range(d.integer(0, 3))]
    value = 1 if x.dtype == torch.bool else 3
    expected = x.index_fill(dim, torch.tensor(places, dtype=torch.int64) % x.shape[dim], value)
    return {"self": x, "dim": dim, "index": places, "value": value}, expected, "out"


def _indices(d: Draw, x: Any) -> tuple[list[Any], tuple[Any, ...]]:
    """For CANN, and for torch: index tensors that are broadcast, a mask, empty ones."""
    common = d.shape(1, 2, shortest=1)
    for_cann, for_torch = [], []
    for length in x.shape[: d.integer(1, x.ndim)]:
        if d.integer(0, 2) == 0:
            for_cann.append(torch.empty(0, dtype=torch.int64))
            for_torch.append(slice(None))
            continue
        index = d.index([d.data.draw(st.sampled_from((1, n))) for n in common], length, -length)
        for_cann.append(index)
        for_torch.append(index.long())
    return for_cann, tuple(for_torch)


def _index(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 4, shortest=1))
    for_cann, for_torch = _indices(d, x)
    return {"self": x, "indices": for_cann}, x[for_torch], "out"


def _mask(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 4, shortest=1))
    mask = torch.from_numpy(d.rng.random(x.shape[: d.integer(1, x.ndim)]) < 0.5)
    return {"self": x, "indices": [mask]}, x[mask], "out"


def _repeat_interleave(d: Draw) -> Made:
    x = d.tensor(d.shape(0, 3, shortest=1))
    counts = d.index([x.numel()] if d.integer(0, 1) else [1], 4)
    wanted = counts.long() if len(counts) == x.numel() else counts.long().expand(x.numel())
    expected = x.reshape(-1).repeat_interleave(wanted)
    return {"self": x, "repeats": counts, "outputSize": expected.numel()}, expected, "out"


def _repeat_interleave_int(d: Draw) -> Made:
    x, times = d.tensor(d.shape(0, 3, shortest=1)), d.integer(0, 3)
    expected = x.reshape(-1).repeat_interleave(times)
    return {"self": x, "repeats": times, "outputSize": expected.numel()}, expected, "out"


def _repeat_interleave_along(d: Draw) -> Made:
    x, times = d.tensor(d.shape(1, 3, shortest=1)), d.integer(0, 3)
    dim = d.axis(x.shape)
    values = {"self": x, "repeats": times, "dim": dim, "outputSize": x.shape[dim] * times}
    return values, x.repeat_interleave(times, dim), "out"


def _repeat_interleave_by_index(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    dim = d.axis(x.shape)
    counts = d.index([x.shape[dim]] if d.integer(0, 1) else [], 4)
    expected = x.repeat_interleave(counts.long(), dim)
    return {"self": x, "repeats": counts, "dim": dim, "outputSize": expected.shape[dim]}, expected, "out"


def _repeated_indices(d: Draw) -> Made:
    counts = d.index([d.integer(0, 5)], 4)
    expected = torch.repeat_interleave(counts)
    return {"repeats": counts, "outputSize": expected.numel()}, expected, "out"


def _index_add(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1)).remainder(3).round()
    dim = d.axis(x.shape)
    index = d.index([d.integer(1, 4)], x.shape[dim])
    shape = list(x.shape)
    shape[dim] = len(index)
    source = d.tensor(shape, TYPES[x.dtype]).remainder(4).round()
    wide = x.double() if x.is_floating_point() else x
    expected = wide.index_add(dim, index.long(), source.to(wide.dtype), alpha=2)
    return {"self": x, "dim": dim, "index": index, "source": source, "alpha": 2}, expected, "out"


def _index_fill_skipping(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    dim = d.axis(x.shape)
    index = d.index([d.integer(1, 4)], 2 * x.shape[dim], -2 * x.shape[dim])
    inside = index.long()[(index < x.shape[dim]) & (index >= -x.shape[dim])] % x.shape[dim]
    value = 1 if x.dtype == torch.bool else 3
    return {"self": x, "dim": dim, "index": index, "value": value}, x.index_fill(dim, inside, value), "out"


def _nd(d: Draw, shape: Any, low: bool = False) -> tuple[Any, tuple[Any, ...]]:
    """Indices of places, and what torch takes for them."""
    depth = d.integer(1, len(shape))
    batch = d.shape(1, 2, shortest=1)
    columns = [d.index(batch, length, -length if low else 0).long() for length in shape[:depth]]
    return torch.stack(columns, -1), tuple(columns)


def _gather_nd(d: Draw) -> Made:
    x, low = d.tensor(d.shape(1, 3, shortest=1)), bool(d.integer(0, 1))
    indices, where = _nd(d, x.shape, low)
    return {"self": x, "indices": indices, "negativeIndexSupport": low}, x[where], "out"


def _scatter_nd(d: Draw) -> Made:
    x = d.tensor(d.shape(1, 3, shortest=1))
    indices, where = _nd(d, x.shape)
    updates = torch.ones_like(x[where])  # whichever comes last
    expected = x.clone()
    expected[where] = updates
    return {"data": x, "indices": indices, "updates": updates}, expected, "out"


def _take(d: Draw) -> Made:
    x = d.tensor(d.shape(0, 3, shortest=1))
    index = d.index(d.shape(0, 2), x.numel())
    return {"self": x, "index": index}, x.take(index.long()), "out"


def _pads(mode: str, dimensions: int) -> Callable[[Draw], Made]:
    def make(d: Draw) -> Made:
        x = d.tensor(d.shape(dimensions + 1, dimensions + 2, shortest=1))
        lengths = [length for length in x.shape[-1 : -dimensions - 1 : -1] for _ in range(2)]
        padding = [d.integer(0, length - 1) for length in lengths]
        expected = torch.nn.functional.pad(x.double(), padding, mode).to(x.dtype)
        return {"self": x, "padding": padding}, expected, "out"

    return make


class Row(NamedTuple):
    """An operator, how its arguments and its result are made, the types it has."""

    name: str
    make: Callable[[Draw], Made]
    types: tuple[str, ...] = BASIC
    ulps: float = 0


SMALL = ("f32", "f16", "bf16", "i8", "i16", "i32", "i64", "u8", "bool")
ROWS = [
    Row("Scatter", _scatter, NUMBERS, 0.5),
    Row("ScatterValue", _scatter_value),
    Row("ScatterAdd", _scatter_add, NUMBERS),
    Row("IndexCopy", _index_copy),
    Row("IndexFillTensor", _index_fill, ("f32", "f16", "bf16", "i32", "i64", "bool")),
    Row("Index", _index),
    Row("Index", _mask),
    Row("RepeatInterleave", _repeat_interleave, SMALL),
    Row("RepeatInterleaveInt", _repeat_interleave_int, SMALL),
    Row("RepeatInterleaveIntWithDim", _repeat_interleave_along, SMALL),
    Row("RepeatInterleaveWithDim", _repeat_interleave_by_index, SMALL),
    Row("RepeatInterleaveTensor", _repeated_indices),
    Row("ReflectionPad1d", _pads("reflect", 1)),
    Row("ReflectionPad2d", _pads("reflect", 2)),
    Row("ReplicationPad1d", _pads("replicate", 1), NUMBERS),
    Row("ReplicationPad2d", _pads("replicate", 2), NUMBERS),
    Row("IndexAdd", _index_add, NUMBERS),
    Row("IndexFill", _index_fill_skipping, ("f32", "f16", "bf16", "i32", "i64", "bool")),
    Row("GatherNd", _gather_nd, ("f32", "f16", "bf16", "i32", "i64", "i8", "u8", "bool")),
    Row("ScatterNd", _scatter_nd, ("f32", "f16", "bf16", "bool")),
    Row("Take", _take),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@DRAWN
@given(data=st.data())
def test_places(session: Session, row: Row, data: st.DataObject) -> None:
    drawn = Draw(data, row.types)
    inputs, expected, out = row.make(drawn)
    dtype = next(iter(inputs.values())).dtype
    room = torch.empty(expected.shape, dtype=dtype)
    assert_close(Call(session, row.name, drawn.rng, **inputs, **{out: room}).run(), expected, row.ulps)


@pytest.mark.parametrize("accumulate", [False, True])
@DRAWN
@given(data=st.data())
def test_index_put(session: Session, accumulate: bool, data: st.DataObject) -> None:
    drawn = Draw(data, NUMBERS)
    x = drawn.tensor(drawn.shape(1, 3, shortest=1)).remainder(3).round()
    for_cann, for_torch = _indices(drawn, x)
    shape = [data.draw(st.sampled_from((1, length))) for length in x[for_torch].shape]
    values = drawn.tensor(shape, TYPES[x.dtype]).remainder(4).round()
    if not accumulate:
        values = torch.full_like(values, 2)  # whichever comes last
    expected = x.clone()
    if accumulate:
        ones = torch.zeros(x.shape, dtype=torch.float64)
        places = torch.arange(x.numel()).reshape(x.shape)[for_torch]
        ones.reshape(-1).index_add_(0, places.reshape(-1), values.double().expand(places.shape).reshape(-1))
        expected = (x.double() + ones).to(torch.int64) if not x.is_floating_point() else x.double() + ones
    else:
        expected[for_torch] = values
    if not any(index.numel() for index in for_cann):
        expected = x
    call = Call(session, "IndexPutImpl", drawn.rng, selfRef=x, indices=for_cann, values=values, accumulate=accumulate)
    assert_close(call.run(), expected)


def test_index_put_by_mask(session: Session) -> None:
    x, mask = torch.arange(6.0).reshape(2, 3), torch.tensor([[True, False, True], [False, False, True]])
    call = Call(session, "IndexPutImpl", selfRef=x, indices=[mask], values=torch.tensor([7.0]), accumulate=False)
    assert call.run().tolist() == [[7, 1, 7], [3, 4, 7]]


@pytest.mark.parametrize("count", [1, 2])
def test_index_put_without_an_index(session: Session, count: int) -> None:
    """Where all indices are empty CANN writes nothing: torch's x[mask] = value ends up there with a mask of nothing."""
    x, none = torch.arange(6.0).reshape(2, 3), torch.zeros(0, dtype=torch.int64)
    call = Call(session, "IndexPutImpl", selfRef=x, indices=[none] * count, values=torch.tensor(7.0), accumulate=False)
    assert torch.equal(call.run(), torch.arange(6.0).reshape(2, 3))


IN_PLACE = ["InplaceScatter", "InplaceScatterValue", "InplaceIndexCopy", "InplaceIndexFillTensor"]


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place(session: Session, name: str) -> None:
    x, index = torch.arange(12.0).reshape(3, 4), torch.tensor([[1, 3], [0, 2]])
    rng, source = np.random.default_rng(1), torch.full((2, 2), 9.0)
    rows = torch.tensor([2, 0])
    if name == "InplaceScatter":
        values, expected = {"index": index, "src": source, "reduce": 1}, x.scatter_add(1, index, source)
    elif name == "InplaceScatterValue":
        values, expected = {"index": index, "value": 9.0, "reduce": 0}, x.scatter(1, index, 9.0)
    elif name == "InplaceIndexCopy":
        source = torch.full((3, 2), 9.0)
        values, expected = {"index": rows, "source": source}, x.index_copy(1, rows, source)
    else:
        values, expected = {"index": [2, 0], "value": 9.0}, x.index_fill(1, rows, 9.0)
    own = "selfRef" if name == "InplaceIndexCopy" else "self"
    assert_close(Call(session, name, rng, **{own: x}, dim=1, **values).run(), expected)


@pytest.mark.parametrize("pairs", [False, True])
@pytest.mark.parametrize("axis", [-2, -1, 1])
@pytest.mark.parametrize("length", [1, 2])
def test_scatter_update(session: Session, axis: int, length: int, pairs: bool) -> None:
    """As the page's loops have it."""
    rng = np.random.default_rng(1)
    data = draw(rng, (3, 4, 5, 6), torch.float16)
    shape = list(data.shape)
    shape[0], shape[axis] = 2, length
    updates = draw(rng, shape, torch.float16)
    starts, batches = [2, 1], [2, 0] if pairs else [0, 1]
    expected = data.clone()
    for batch, start, update in zip(batches, starts, updates):
        expected[batch].narrow((axis % 4) - 1, start, length).copy_(update)
    indices = torch.tensor(list(zip(batches, starts)) if pairs else starts)
    result = Call(session, "InplaceScatterUpdate", rng, data=data, indices=indices, updates=updates, axis=axis).run()
    assert_close(result, expected)


def test_scatter_nd_update(session: Session) -> None:
    x = torch.arange(12.0).reshape(3, 4)
    indices, updates = torch.tensor([[2, 1], [0, 3]]), torch.tensor([-1.0, -2.0])
    expected = x.clone()
    expected[2, 1], expected[0, 3] = -1, -2
    call = Call(session, "ScatterNdUpdate", np.random.default_rng(1), varRef=x, indices=indices, updates=updates)
    assert_close(call.run(), expected)


@pytest.mark.parametrize("name", ["Cummax", "Cummin"])
@DRAWN
@given(data=st.data())
def test_running_extremes(session: Session, name: str, data: st.DataObject) -> None:
    """Of few different numbers, some of them NaN."""
    d = Draw(data, BASIC)
    x = d.tensor(d.shape(1, 3, shortest=1))
    if x.dtype != torch.bool:
        x = x.remainder(3).round()
    if x.is_floating_point():
        x = torch.where(torch.from_numpy(d.rng.random(x.shape) < 0.1), torch.nan, x).to(x.dtype)
    dim = d.axis(x.shape)
    values, places = (torch.cummax if name == "Cummax" else torch.cummin)(x, dim)
    room = {"valuesOut": torch.empty_like(x), "indicesOut": torch.empty(x.shape, dtype=torch.int64)}
    found = Call(session, name, d.rng, self=x, dim=dim, **room).run()
    assert_close(found[0], values)
    assert_close(found[1], places)


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
@DRAWN
@given(data=st.data())
def test_gradient_of_repetition(session: Session, short: str, data: st.DataObject) -> None:
    d = Draw(data, (short,))
    x = d.tensor(d.shape(1, 3, shortest=1))
    axis, one = d.axis(x.shape), bool(d.integer(0, 1))
    times = d.integer(1, 3)
    counts = torch.full([x.shape[axis]], times) if one else d.index([x.shape[axis]], 4).long()
    wide = x.double().requires_grad_()
    repeated = wide.repeat_interleave(counts, axis)
    grad = d.tensor(repeated.shape) / 33
    (exact,) = torch.autograd.grad(repeated, wide, grad.double())
    given_ = torch.tensor(times) if one else counts.to(torch.int32)
    values = {"yGrad": grad.to(x.dtype), "repeats": given_, "axis": axis, "out": torch.empty_like(x)}
    if grad.numel() or one:
        assert_close(Call(session, "RepeatInterleaveGrad", d.rng, **values).run(), exact, 1, 1e-6)


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("how", ["sum", "prod", "amax", "amin", "mean"])
@DRAWN
@given(data=st.data())
def test_scatter_reduce(session: Session, how: str, data: st.DataObject) -> None:
    """Several for one place: small whole numbers; means are rounded once."""
    d = Draw(data, NUMBERS)
    x = d.tensor(d.shape(1, 3, shortest=1)).remainder(3)
    dim, own = d.axis(x.shape), bool(d.integer(0, 1))
    shape = [d.integer(0, length) for length in x.shape]
    shape[dim] = d.integer(0, 5)
    index = d.index(shape, x.shape[dim])
    source = _source(d, x, index).remainder(4).round()
    wide = x.double() if x.is_floating_point() else x
    expected = wide.scatter_reduce(dim, index.long(), source.to(wide.dtype), how, include_self=own)
    code = {"sum": 1, "prod": 2, "amax": 3, "amin": 4, "mean": 5}[how]
    values = {"self": x, "dim": dim, "index": index, "src": source, "reduce": code, "includeSelf": own}
    for name, room in (("ScatterReduce", {"out": torch.empty_like(x)}), ("InplaceScatterReduce", {})):
        assert_close(Call(session, name, d.rng, **values, **room).run(), expected, 1)


@pytest.mark.parametrize("product", ["950"])
def test_scatter_reduce_of_other_types(session: Session) -> None:
    index = torch.tensor([0, 0, 2])
    z, more = torch.tensor([1 + 1j, 2, 3]), torch.tensor([1j, 2, 1 - 1j])
    for how, expected in ((0, [2, 2, 1 - 1j]), (1, [3 + 2j, 2, 4 - 1j]), (2, [-2 + 2j, 2, 3 - 3j])):
        values = {"self": z, "dim": 0, "index": index, "src": more, "reduce": how, "includeSelf": True}
        found = Call(session, "ScatterReduce", **values, out=torch.empty_like(z)).run()
        assert_close(found, torch.tensor(expected, dtype=z.dtype))
    x, flags = torch.tensor([True, False, False]), torch.tensor([False, False, True])
    for how, expected in ((1, [False, False, True]), (2, [False, False, True]), (3, [False, False, True])):
        values = {"self": x, "dim": 0, "index": index, "src": flags, "reduce": how, "includeSelf": False}
        found = Call(session, "ScatterReduce", **values, out=torch.empty_like(x)).run()
        assert found.tolist() == expected


def test_scatter_reduce_where_only_sums_are_documented(session: Session) -> None:
    x, index, source = torch.zeros(3), torch.tensor([2, 2]), torch.tensor([3.0, 4.0])
    values = {"self": x, "dim": 0, "index": index, "src": source, "reduce": 1, "includeSelf": True, "out": x}
    assert Call(session, "ScatterReduce", **values).run().tolist() == [0, 0, 7]
    for changed in ({"reduce": 2}, {"includeSelf": False}, {"self": x.int(), "src": source.int(), "out": x.int()}):
        assert Call(session, "ScatterReduce", **{**values, **changed}).plan() == 161002


@pytest.mark.parametrize("left", [(0, 2), (1,), (0,), (0, 3)])
def test_dimensions_that_an_index_leaves(session: Session, left: tuple[int, ...]) -> None:
    """Where one lies between two indices, what they choose comes first."""
    rng = np.random.default_rng(1)
    x = draw(rng, (2, 3, 4, 5), torch.float32)
    for_torch = [slice(None) if at in left else torch.tensor([1, 0, 1]) for at in range(4)]
    for_cann = [torch.empty(0, dtype=torch.int64) if at in left else index for at, index in enumerate(for_torch)]
    expected = x[tuple(for_torch)]
    result = Call(session, "Index", rng, self=x, indices=for_cann, out=torch.empty_like(expected)).run()
    assert_close(result, expected)
