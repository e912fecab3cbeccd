"""Reductions against torch, over drawn shapes, axes and types."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

BASIC = ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8", "bool")
DRAWN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def reductions(draw_: st.DrawFn, types: tuple[str, ...] = BASIC) -> tuple[Any, list[int], bool]:
    """A tensor, axes (some counted from the end), and whether they are kept."""
    shape = draw_(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    axes = draw_(st.lists(st.integers(0, len(shape) - 1), unique=True))
    signed = [axis - len(shape) if draw_(st.booleans()) else axis for axis in axes]
    rng = np.random.default_rng(draw_(st.integers(0, 2**32 - 1)))
    return draw(rng, shape, DTYPES[draw_(st.sampled_from(types))]), signed, draw_(st.booleans())


def _shape(values: Any, axes: list[int], keep: bool) -> list[int]:
    gone = {axis % values.ndim for axis in axes} or set(range(values.ndim))
    if keep:
        return [1 if axis in gone else length for axis, length in enumerate(values.shape)]
    return [length for axis, length in enumerate(values.shape) if axis not in gone]


def _all_axes(values: Any, axes: list[int]) -> list[int]:
    return axes or list(range(values.ndim))


@DRAWN
@given(drawn=reductions(), seed=st.integers(0, 99))
def test_extremes(session: Session, drawn: tuple[Any, list[int], bool], seed: int) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    every = _all_axes(values, axes)
    result = Call(session, "Amax", rng, self=values, dim=axes, keepDim=keep, out=out).run()
    assert_close(result, torch.amax(values, every, keep))
    result = Call(session, "Amin", rng, self=values, dim=axes, keepDim=keep, out=out).run()
    assert_close(result, torch.amin(values, every, keep))
    single = torch.empty((), dtype=values.dtype)
    assert_close(Call(session, "Max", rng, self=values, out=single).run(), values.max())
    assert_close(Call(session, "Min", rng, self=values, out=single).run(), values.min())


@DRAWN
@given(drawn=reductions(), seed=st.integers(0, 99))
def test_truth(session: Session, drawn: tuple[Any, list[int], bool], seed: int) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=torch.bool)
    every = _all_axes(values, axes)
    result = Call(session, "All", rng, self=values, dim=axes, keepdim=keep, out=out).run()
    assert_close(result, torch.all(values != 0, every, keep))
    result = Call(session, "Any", rng, self=values, dim=axes, keepdim=keep, out=out).run()
    assert_close(result, torch.any(values != 0, every, keep))


@DRAWN
@given(drawn=reductions(("f32", "f16", "bf16", "i64")), seed=st.integers(0, 99), name=st.sampled_from(["Max", "Min"]))
def test_indices(session: Session, drawn: tuple[Any, list[int], bool], seed: int, name: str) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    axis = axes[0] if axes else 0
    shape = _shape(values, [axis], keep)
    extreme, function = (torch.amax, np.argmax) if name == "Max" else (torch.amin, np.argmin)
    first = function(values.double().numpy(), axis=axis, keepdims=keep)  # torch says nothing of ties
    out, indices = torch.empty(shape, dtype=values.dtype), torch.empty(shape, dtype=torch.int32)
    found = Call(session, f"{name}Dim", rng, self=values, dim=axis, keepdim=keep, out=out, indices=indices).run()
    assert_close(found[0], extreme(values, axis, keep))
    assert np.array_equal(found[1].numpy(), first)
    place = Call(session, f"Arg{name}", rng, self=values, dim=axis, keepdim=keep, out=indices.long()).run()
    assert np.array_equal(place.numpy(), first)


def test_nan_wins(session: Session) -> None:
    values = torch.tensor([1.0, float("nan"), 9.0])
    for name in ("Max", "Min"):
        assert Call(session, name, self=values, out=torch.empty(())).run().isnan()
        assert (
            Call(session, f"Arg{name}", self=values, dim=0, keepdim=False, out=torch.empty((), dtype=torch.int64)).run()
            == 1
        )


@pytest.mark.parametrize("name", ["Amax", "All"])
def test_axes_are_checked(session: Session, name: str) -> None:
    out = torch.empty(3, dtype=torch.float32 if name == "Amax" else torch.bool)
    keep = "keepDim" if name == "Amax" else "keepdim"
    for axes in ([2], [-3], [0, 0], [1, -1]):
        assert Call(session, name, self=torch.zeros(2, 3), dim=axes, **{keep: False}, out=out).plan() == 161002
        assert "Parameter dim" in session.message()


def test_maximum_of_nothing(session: Session) -> None:
    empty = torch.empty(0, 3)
    assert Call(session, "Amax", self=empty, dim=[0], keepDim=False, out=torch.empty(3)).plan() == 161002
    assert "Parameter self" in session.message()


def test_equal(session: Session) -> None:
    one = torch.tensor([[1.0, 2.0]])
    for other, same in ((one, True), (one + 1, False), (one.reshape(2), False), (one.half(), True)):
        result = Call(session, "Equal", self=one, other=other, out=torch.empty(1, dtype=torch.bool)).run()
        assert result.tolist() == [same]


SUMMED = ("f32", "f16", "bf16", "f64", "i32", "i64", "c64")


@DRAWN
@given(drawn=reductions(SUMMED), seed=st.integers(0, 99))
def test_sums(session: Session, drawn: tuple[Any, list[int], bool], seed: int) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    every = _all_axes(values, axes)
    wide = values.to(torch.complex128 if values.dtype.is_complex else torch.float64)
    call = Call(session, "ReduceSum", rng, self=values, dims=axes, keepDims=keep, dtype=values.dtype, out=out)
    assert_close(call.run(), torch.sum(wide, every, keep), 1.0, 1e-5)
    if values.dtype.is_floating_point:
        mean = Call(session, "Mean", rng, self=values, dim=axes, keepDim=keep, dtype=values.dtype, out=out)
        assert_close(mean.run(), torch.mean(wide, every, keep), 1.0, 1e-6)
        options = {"dim": axes, "keepDim": keep, "noopWithEmptyAxes": False}
        assert_close(
            Call(session, "MeanV2", rng, self=values, **options, out=out).run(), wide.mean(every, keep), 1.0, 1e-6
        )
    one = torch.empty((), dtype=values.dtype)
    product = Call(session, "Prod", rng, self=values, dtype=values.dtype, out=one).run()
    if values.dtype in (torch.float64, torch.complex64):
        assert_close(product, wide.prod(), 64.0, 1e-30)
    axis = axes[0] if axes else 0
    out = torch.empty(_shape(values, [axis], keep), dtype=values.dtype)
    call = Call(session, "ProdDim", rng, self=values, dim=axis, keepDim=keep, dtype=values.dtype, out=out)
    assert_close(call.run(), torch.prod(wide, axis, keep), 8.0, 1e-4)


def test_mean_without_axes(session: Session) -> None:
    values = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
    options = {"self": values, "dim": [], "keepDim": False}
    assert Call(session, "MeanV2", **options, noopWithEmptyAxes=False, out=torch.empty(())).run() == 3
    assert_close(Call(session, "MeanV2", **options, noopWithEmptyAxes=True, out=torch.empty(2, 2)).run(), values)


def test_sum_of_nothing(session: Session) -> None:
    call = Call(session, "ReduceSum", self=torch.empty(0, 3), dims=[0], keepDims=False, dtype=torch.float32,
                out=torch.ones(3))  # fmt: skip
    assert call.run().tolist() == [0, 0, 0]


def test_sum_says_its_type_twice(session: Session) -> None:
    call = Call(session, "ReduceSum", self=torch.ones(3), dims=[0], keepDims=False, dtype=torch.float16,
                out=torch.ones(()))  # fmt: skip
    assert call.plan() == 161002
    assert "Parameter dtype" in session.message()


def test_sum_of_a_list(session: Session) -> None:
    rng = np.random.default_rng(0)
    tensors = [draw(rng, shape, torch.float32) for shape in ((3, 4), (4,), (3, 1))]
    result = Call(session, "Sum", rng, tensors=tensors, out=torch.empty(3, 4)).run()
    assert_close(result, sum(tensor.double() for tensor in tensors), 2.0, 1e-6)
    assert Call(session, "Sum", tensors=tensors, out=torch.empty(4, 4)).plan() == 161002


NARROW = ("f32", "f16", "bf16")


@DRAWN
@given(drawn=reductions(NARROW), seed=st.integers(0, 99), correction=st.integers(0, 1))
def test_variances(session: Session, drawn: tuple[Any, list[int], bool], seed: int, correction: int) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    options: dict[str, Any] = {"self": values, "dim": axes or None, "keepdim": keep}
    expected = {"dim": _all_axes(values, axes), "correction": correction, "keepdim": keep}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns where no degree of freedom is left
        var, mean = torch.var_mean(values.double(), **expected)
    call = Call(session, "VarCorrection", rng, **options, unbiased=correction, out=out)
    assert_close(call.run(), var, 2.0, 1e-5)
    assert_close(Call(session, "Var", rng, **options, unbiased=bool(correction), out=out).run(), var, 2.0, 1e-5)
    assert_close(Call(session, "Std", rng, **options, correction=correction, out=out).run(), var.sqrt(), 2.0, 1e-5)
    found = Call(session, "VarMean", rng, **options, correction=correction, varOut=out, meanOut=out).run()
    assert_close(found[0], var, 2.0, 1e-5)
    assert_close(found[1], mean, 2.0, 1e-6)
    found = Call(session, "StdMeanCorrection", rng, **options, correction=correction, stdOut=out, meanOut=out).run()
    assert_close(found[0], var.sqrt(), 2.0, 1e-5)


@DRAWN
@given(
    drawn=reductions(NARROW), seed=st.integers(0, 99), order=st.sampled_from([0.0, 1.0, 2.0, 3.0, 0.5, np.inf, -np.inf])
)
def test_norms(session: Session, drawn: tuple[Any, list[int], bool], seed: int, order: float) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    exact = torch.linalg.vector_norm(values.double(), order, _all_axes(values, axes), keep)
    call = Call(session, "Norm", rng, self=values, pScalar=order, dim=axes, keepdim=keep, out=out)
    assert_close(call.run(), exact, 16.0, 1e-5)
    call = Call(session, "LinalgVectorNorm", rng, self=values, ord=order, dims=axes, keepDims=keep, dtype=values.dtype,
                out=out)  # fmt: skip
    assert_close(call.run(), exact, 16.0, 1e-5)


@DRAWN
@given(drawn=reductions(), seed=st.integers(0, 99))
def test_both_extremes(session: Session, drawn: tuple[Any, list[int], bool], seed: int) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    every = _all_axes(values, axes)
    expected = torch.amin(values, every, keep), torch.amax(values, every, keep)
    found = Call(session, "Aminmax", rng, self=values, dim=axes, keepDim=keep, minOut=out, maxOut=out).run()
    for result, wanted in zip(found, expected):
        assert_close(result, wanted)
    options = {"self": values, "dims": axes, "keepDims": keep}
    assert_close(Call(session, "MaxV2", rng, **options, noopWithEmptyDims=False, out=out).run(), expected[1])
    single = torch.empty((), dtype=values.dtype)
    found = Call(session, "AminmaxAll", rng, self=values, minOut=single, maxOut=single).run()
    assert_close(found[0], values.min())
    assert_close(found[1], values.max())
    out = torch.empty(_shape(values, [0], keep), dtype=values.dtype)
    found = Call(session, "AminmaxDim", rng, self=values, dim=0, keepDim=keep, minOut=out, maxOut=out).run()
    assert_close(found[0], values.amin(0, keep))


@DRAWN
@given(drawn=reductions(NARROW), seed=st.integers(0, 99))
def test_sums_of_exponentials_and_of_known_numbers(
    session: Session, drawn: tuple[Any, list[int], bool], seed: int
) -> None:
    values, axes, keep = drawn
    rng = np.random.default_rng(seed)
    out = torch.empty(_shape(values, axes, keep), dtype=values.dtype)
    every = _all_axes(values, axes)
    big = (values * 40).to(values.dtype)
    exact = torch.logsumexp(big.double(), every, keep)
    assert_close(Call(session, "LogSumExp", rng, self=big, dim=axes, keepDim=keep, out=out).run(), exact, 2.0, 1e-5)
    holed = torch.where(values > 2, torch.full_like(values, float("nan")), values)
    call = Call(session, "ReduceNansum", rng, self=holed, dim=axes, keepDim=keep, dtype=values.dtype, out=out)
    assert_close(call.run(), torch.nansum(holed.double(), every, keep), 1.0, 1e-5)


def test_logarithm_of_nothing_but_zeros(session: Session) -> None:
    values = torch.full((2, 3), float("-inf"))
    call = Call(session, "LogSumExp", self=values, dim=[1], keepDim=False, out=torch.empty(2))
    assert call.run().tolist() == [float("-inf")] * 2


@DRAWN
@given(drawn=reductions(), name=st.sampled_from(["cummax", "cummin"]), seed=st.integers(0, 99))
def test_extremes_so_far(session: Session, drawn: tuple[Any, list[int], bool], name: str, seed: int) -> None:
    values, axes, _ = drawn
    rng = np.random.default_rng(seed)
    axis = axes[0] if axes else 0
    if values.is_floating_point() and seed % 2:
        values = torch.where(values > 3, torch.full_like(values, float("nan")), values)
    expected = getattr(torch, name)(values, axis)
    out, indices = torch.empty_like(values), torch.empty(values.shape, dtype=torch.int64)
    found = Call(session, name.capitalize(), rng, self=values, dim=axis, valuesOut=out, indicesOut=indices).run()
    assert_close(found[0], expected.values)
    assert_close(found[1], expected.indices)
