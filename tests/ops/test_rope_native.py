"""The native forward rotary kernel: golden cases, any shape, stride, table type and thread count, in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rope_rows import CASES, DTYPES, Array, bits, forward, four_axes, load, nan_store, rows, store, strided

from acl_sim.native import ffi, lib


def expected(mode: int, x: Array, cos: Array, sin: Array) -> Array:
    """In float32, with both products and the sum rounded."""
    permute, rotate, sign = forward(mode, x.shape[-1])
    y: Array = x[..., permute] * cos + sign * x[..., rotate] * sin
    return y


def call(dtype: int, table_dtype: int, mode: int, x: Array, cos: Array, sin: Array, y: Array, threads: int = 1) -> int:
    task = ffi.new(
        "struct acl_sim_rope *",
        {
            "dtype": dtype, "table_dtype": table_dtype, "mode": mode,
            "shape": list(y.shape), "table_shape": list(cos.shape[:3]),
            "x": rows(x), "cos": rows(cos), "sin": rows(sin), "y": rows(y),
        },
    )  # fmt: skip
    return int(lib.acl_sim_rope(task, threads))


def run(dtype: str, table: str, mode: int, x: Array, cos: Array, sin: Array, threads: int = 1) -> Array:
    y = np.full(x.shape, 7, x.dtype)
    assert call(DTYPES[dtype], DTYPES[table], mode, x, cos, sin, y, threads) == 0
    return y


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_golden(golden: tuple[str, dict[str, Array]], case: dict[str, Any]) -> None:
    dtype, arrays = golden
    x, cos, sin, y = (four_axes(arrays[f"{case['case']}|{name}"]) for name in ("x", "cos", "sin", "y"))
    np.testing.assert_array_equal(bits(run(dtype, dtype, case["mode"], x, cos, sin)), bits(y))


@pytest.mark.usefixtures("portable")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_golden_without_avx2(golden: tuple[str, dict[str, Array]], case: dict[str, Any]) -> None:
    assert lib.acl_sim_allow_avx2(0) == 0
    test_golden(golden, case)


@pytest.mark.parametrize(
    ("dtype", "table", "mode", "d"),
    [(2, 2, 0, 8), (2, 0, 0, 8), (0, 1, 0, 8), (1, 27, 0, 8), (27, 1, 0, 8), (0, 0, 4, 8), (0, 0, -1, 8), (0, 0, 0, 3),
     (1, 1, 1, 7), (27, 27, 2, 6)],
)  # fmt: skip
def test_refusals_write_nothing(dtype: int, table: int, mode: int, d: int) -> None:
    x, cos, y = (np.ones((1, 1, 2, d), np.float32) for _ in range(3))
    assert call(dtype, table, mode, x, cos, cos, y) != 0
    assert np.all(y == 1)


@dataclass
class Operands:
    dtype: str
    table: str
    mode: int
    x: Array
    cos: Array
    sin: Array

    def expected(self) -> Array:
        values = load(self.dtype, self.x), load(self.table, self.cos), load(self.table, self.sin)
        return store(self.dtype, expected(self.mode, *values))


@st.composite
def operands(draw: st.DrawFn) -> Operands:
    dtype, mode = draw(st.sampled_from(list(DTYPES))), draw(st.integers(0, 3))
    table = draw(st.sampled_from([dtype, "f32"]))
    unit = 4 if mode == 2 else 2
    d = unit * draw(st.one_of(st.integers(1, 40), st.sampled_from([64, 128, 223])))
    shape = (*draw(st.tuples(*[st.integers(1, 4)] * 2)), draw(st.one_of(st.integers(1, 5), st.integers(1, 40))), d)
    table_shape = (*(draw(st.sampled_from([1, n])) for n in shape[:3]), d)
    seed = draw(st.integers(0, 1000))
    cos, sin = (draw(strided(table, table_shape, seed + i)) for i in range(2))
    return Operands(dtype, table, mode, draw(strided(dtype, shape, seed + 2, 300)), cos, sin)


@settings(max_examples=200, deadline=None)
@given(operands(), st.data())
def test_any_shape_and_strides(of: Operands, data: st.DataObject) -> None:
    y = data.draw(strided(of.dtype, of.x.shape, 0))
    assert call(DTYPES[of.dtype], DTYPES[of.table], of.mode, of.x, of.cos, of.sin, y) == 0
    np.testing.assert_array_equal(bits(y), bits(of.expected()))


@settings(max_examples=200, deadline=None)
@given(operands())
def test_in_place(of: Operands) -> None:
    wanted = of.expected()
    assert call(DTYPES[of.dtype], DTYPES[of.table], of.mode, of.x, of.cos, of.sin, of.x) == 0
    np.testing.assert_array_equal(bits(of.x), bits(wanted))


@pytest.mark.usefixtures("portable")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operands())
def test_the_processor_does_not_change_a_bit(of: Operands) -> None:
    results = []
    for allowed in (0, 1):
        lib.acl_sim_allow_avx2(allowed)
        results.append(run(of.dtype, of.table, of.mode, of.x, of.cos, of.sin))
    np.testing.assert_array_equal(bits(results[1]), bits(results[0]))


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("table_shape", [(1, 1, 224), (4, 1, 224), (1, 1, 1), (1, 8, 1), (4, 8, 224)])
@pytest.mark.parametrize("mode", range(4))
@pytest.mark.parametrize("dtype", DTYPES)
def test_threads_do_not_change_a_bit(dtype: str, mode: int, table_shape: tuple[int, ...], in_place: bool) -> None:
    rng = np.random.default_rng(2)
    shape, d = (4, 8, 224), 128  # enough elements for three threads
    x = store(dtype, rng.standard_normal((*shape, d), dtype=np.float32))
    cos, sin = (store(dtype, rng.standard_normal((*table_shape, d), dtype=np.float32)) for _ in range(2))
    alone = Operands(dtype, dtype, mode, x, cos, sin).expected()
    for threads in (0, 1, 2, 3, 1000):
        data = x.copy()
        y = data if in_place else np.full(x.shape, 7, x.dtype)
        assert call(DTYPES[dtype], DTYPES[dtype], mode, data, cos, sin, y, threads) == 0
        np.testing.assert_array_equal(bits(y), bits(alone))


@pytest.mark.parametrize("special", [np.inf, -np.inf, np.nan, 65504, 1e-7, -0.0])
@pytest.mark.parametrize("length", [60, 64])
@pytest.mark.parametrize("mode", range(4))
@pytest.mark.parametrize("dtype", DTYPES)
def test_special_values_stay_in_their_pair(dtype: str, mode: int, length: int, special: float) -> None:
    rng = np.random.default_rng(1)
    x, cos, sin = (rng.standard_normal((1, 1, 1, length), dtype=np.float32) for _ in range(3))
    x[..., 5] = special
    stored = [nan_store(dtype, a) for a in (x, cos, sin)]
    if np.isinf(special):
        stored[0][..., 5] = store(dtype, np.array([special]))
    got = run(dtype, dtype, mode, *stored)
    wanted = expected(mode, *(load(dtype, a) for a in stored))
    nan = np.isnan(wanted)
    assert np.all(np.isnan(load(dtype, got)) == nan)
    assert nan.sum() == (2 if np.isnan(special) else 0)
    np.testing.assert_array_equal(bits(got)[~nan], bits(store(dtype, np.where(nan, 0, wanted)))[~nan])
