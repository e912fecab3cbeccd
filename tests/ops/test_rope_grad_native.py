"""The native rotary gradient: golden cases, random shapes and strides against formulas of our own, any thread count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rope_rows import (
    CASES,
    DTYPES,
    F32_EPSILON,
    Array,
    bits,
    forward,
    four_axes,
    load,
    nan_store,
    ordered,
    rows,
    store,
    strided,
)  # fmt: skip

from acl_sim.native import ffi, lib


def expected_dx(mode: int, dy: Array, cos: Array, sin: Array) -> Array:
    """The transpose of `forward`, in float32 with every product and the sum rounded."""
    permute, rotate, sign = forward(mode, dy.shape[-1])
    along, across = np.empty_like(dy), np.empty_like(dy)
    along[..., permute] = cos * dy
    across[..., rotate] = sign * (sin * dy)
    return along + across


def expected_table_grads(mode: int, dy: Array, x: Array, axes: tuple[int, ...]) -> tuple[Array, Array, Array, Array]:
    """dcos, dsin and for each the sum of magnitudes, all in float64."""
    permute, rotate, sign = forward(mode, dy.shape[-1])
    exact = dy.astype(np.float64), x.astype(np.float64)
    terms = exact[0] * exact[1][..., permute], exact[0] * sign * exact[1][..., rotate]
    dcos, dsin = (t.sum(axis=axes, keepdims=True) for t in terms)
    size_cos, size_sin = (np.abs(t).sum(axis=axes, keepdims=True) for t in terms)
    return dcos, dsin, size_cos, size_sin


def reduced_axes(shape: tuple[int, ...], table_shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a for a in range(3) if table_shape[a] == 1 and shape[a] != 1)


# The call


def call(
    dtype: int, mode: int, dy: Array, cos: Array, sin: Array, x: Array | None, dx: Array, dcos: Array, dsin: Array,
    threads: int = 1,
) -> int:  # fmt: skip
    task = ffi.new(
        "struct acl_sim_rope_grad *",
        {
            "dtype": dtype, "mode": mode, "shape": list(dy.shape), "table_shape": list(cos.shape[:3]),
            "dy": rows(dy), "cos": rows(cos), "sin": rows(sin), "x": rows(x), "dx": rows(dx),
            "dcos": ffi.cast("void *", dcos.ctypes.data), "dsin": ffi.cast("void *", dsin.ctypes.data),
        },
    )  # fmt: skip
    return int(lib.acl_sim_rope_grad(task, threads))


def run(
    dtype: str, mode: int, dy: Array, cos: Array, sin: Array, x: Array | None, *, threads: int = 1
) -> tuple[Array, Array, Array]:
    dx = np.full(dy.shape, 7, dy.dtype)
    dcos, dsin = np.full(cos.shape, 7, cos.dtype), np.full(cos.shape, 7, cos.dtype)
    assert call(DTYPES[dtype], mode, dy, cos, sin, x, dx, dcos, dsin, threads) == 0
    return dx, dcos, dsin


# Tests


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_golden(golden: tuple[str, dict[str, Array]], case: dict[str, Any]) -> None:
    dtype, arrays = golden
    dy, cos, sin, x, dx, dcos, dsin = (
        four_axes(arrays[f"{case['case']}|{name}"]) for name in ("dy", "cos", "sin", "x", "dx", "dcos", "dsin")
    )
    got_dx, got_dcos, got_dsin = run(dtype, case["mode"], dy, cos, sin, x)
    np.testing.assert_array_equal(bits(got_dx), bits(dx))
    axes = reduced_axes(dy.shape, cos.shape)
    _, _, *sizes = expected_table_grads(case["mode"], load(dtype, dy), load(dtype, x), axes)
    for got, expected, size in zip((got_dcos, got_dsin), (dcos, dsin), sizes, strict=True):
        if dtype == "f32":
            assert np.all(np.abs(got.astype(np.float64) - expected) <= 4 * F32_EPSILON * size)
        else:
            assert np.abs(ordered(got) - ordered(expected)).max() <= 1


def test_without_x_only_dx_is_written() -> None:
    rng = np.random.default_rng(0)
    dy, cos, sin = (rng.standard_normal(s, dtype=np.float32) for s in ((2, 3, 4, 8), (1, 1, 4, 8), (1, 1, 4, 8)))
    dx, dcos, dsin = run("f32", 0, dy, cos, sin, None)
    np.testing.assert_array_equal(dx, expected_dx(0, dy, cos, sin))
    assert np.all(dcos == 7)
    assert np.all(dsin == 7)


@pytest.mark.parametrize(
    ("dtype", "mode", "d"), [(2, 0, 8), (-1, 0, 8), (0, 4, 8), (0, -1, 8), (0, 0, 3), (1, 1, 7), (27, 2, 6)]
)
def test_refusals_write_nothing(dtype: int, mode: int, d: int) -> None:
    dy, table, out = (np.ones((1, 1, 2, d), np.float32) for _ in range(3))
    assert call(dtype, mode, dy, table, table, dy, out, out, out) != 0
    assert np.all(out == 1)


@dataclass
class Operands:
    dtype: str
    mode: int
    dy: Array
    cos: Array
    sin: Array
    x: Array


@st.composite
def operands(draw: st.DrawFn) -> Operands:
    dtype, mode = draw(st.sampled_from(list(DTYPES))), draw(st.integers(0, 3))
    unit = 4 if mode == 2 else 2
    d = unit * draw(st.one_of(st.integers(1, 40), st.sampled_from([64, 128, 223])))
    shape = (*draw(st.tuples(*[st.integers(1, 4)] * 2)), draw(st.one_of(st.integers(1, 5), st.integers(1, 40))), d)
    table_shape = (*(draw(st.sampled_from([1, n])) for n in shape[:3]), d)
    seed = draw(st.integers(0, 1000))
    dy, x = (draw(strided(dtype, shape, seed + i, 300)) for i in range(2))
    cos, sin = (draw(strided(dtype, table_shape, seed + i)) for i in range(2, 4))
    if draw(st.booleans()):  # a view that repeats rows is not a broadcast: its gradient has the full shape
        cos, sin = np.broadcast_to(cos, shape), np.broadcast_to(sin, shape)
    return Operands(dtype, mode, dy, cos, sin, x)


@settings(max_examples=200, deadline=None)
@given(operands(), st.data())
def test_any_shape_and_strides(of: Operands, data: st.DataObject) -> None:
    dy, cos, sin, x = (load(of.dtype, a) for a in (of.dy, of.cos, of.sin, of.x))
    dx = data.draw(strided(of.dtype, of.dy.shape, 0))
    dcos, dsin = np.empty(of.cos.shape, of.cos.dtype), np.empty(of.cos.shape, of.cos.dtype)
    assert call(DTYPES[of.dtype], of.mode, of.dy, of.cos, of.sin, of.x, dx, dcos, dsin) == 0
    np.testing.assert_array_equal(bits(dx), bits(store(of.dtype, expected_dx(of.mode, dy, cos, sin))))
    axes = reduced_axes(dy.shape, cos.shape)
    exact_cos, exact_sin, size_cos, size_sin = expected_table_grads(of.mode, dy, x, axes)
    terms = int(np.prod([dy.shape[a] for a in axes]))
    half_ulp = {"f32": 0, "f16": 2.0**-11, "bf16": 2.0**-8}[of.dtype]
    for got, exact, size in ((dcos, exact_cos, size_cos), (dsin, exact_sin, size_sin)):
        limit = terms * F32_EPSILON * size + half_ulp * np.abs(exact) * 1.001 + (2.0**-25 if of.dtype == "f16" else 0)
        fits = np.abs(exact) < (60000 if of.dtype == "f16" else np.inf)
        assert np.all((np.abs(load(of.dtype, got) - exact) <= limit)[fits])


@pytest.mark.parametrize("special", [np.inf, -np.inf, np.nan, 65504, 1e-7])
@pytest.mark.parametrize("dtype", DTYPES)
def test_special_values_stay_in_their_pair(dtype: str, special: float) -> None:
    rng = np.random.default_rng(1)
    dy, cos, sin = (rng.standard_normal((1, 1, 1, 64), dtype=np.float32) for _ in range(3))
    dy[..., 5] = special
    stored = [store(dtype, a) if not np.isnan(a).any() else nan_store(dtype, a) for a in (dy, cos, sin)]
    got, _, _ = run(dtype, 1, *stored, None)
    expected = expected_dx(1, *(load(dtype, a) for a in stored))
    nan = np.isnan(expected)
    assert np.all(np.isnan(load(dtype, got)) == nan)
    assert nan.sum() == (2 if np.isnan(special) else 0)
    np.testing.assert_array_equal(bits(got)[~nan], bits(store(dtype, np.where(nan, 0, expected)))[~nan])


@pytest.mark.parametrize("table_shape", [(1, 1, 224), (4, 1, 224), (1, 1, 1), (1, 8, 1), (4, 8, 224)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_threads_do_not_change_a_bit(dtype: str, table_shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(2)
    shape, d = (4, 8, 224), 128  # enough elements for three threads
    dy, x = (store(dtype, rng.standard_normal((*shape, d), dtype=np.float32)) for _ in range(2))
    cos, sin = (store(dtype, rng.standard_normal((*table_shape, d), dtype=np.float32)) for _ in range(2))
    alone = run(dtype, 0, dy, cos, sin, x)
    for threads in (0, 2, 3, 1000):
        for got, expected in zip(run(dtype, 0, dy, cos, sin, x, threads=threads), alone, strict=True):
            np.testing.assert_array_equal(bits(got), bits(expected))


@pytest.mark.usefixtures("portable")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operands(), st.booleans())
def test_the_processor_does_not_change_a_bit(of: Operands, with_x: bool) -> None:
    results = []
    for allowed in (0, 1):
        lib.acl_sim_allow_avx2(allowed)
        results.append(run(of.dtype, of.mode, of.dy, of.cos, of.sin, of.x if with_x else None))
    for slow, fast in zip(*results, strict=True):
        np.testing.assert_array_equal(bits(fast), bits(slow))


@pytest.mark.usefixtures("portable")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_golden_without_avx2(golden: tuple[str, dict[str, Array]], case: dict[str, Any]) -> None:
    assert lib.acl_sim_allow_avx2(0) == 0
    test_golden(golden, case)
