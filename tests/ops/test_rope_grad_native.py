"""The native rotary gradient: golden cases, random shapes and strides against formulas of our own, any thread count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acl_sim.native import ffi, lib

Array = np.ndarray[Any, Any]

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
CASES = json.loads((GOLDEN / "rope_index.json").read_text())
DTYPES = {"f32": 0, "f16": 1, "bf16": 27}
F32_EPSILON = 2.0**-23


# Storage: float32, or the bit patterns of a 16-bit format


def store(dtype: str, value: Array) -> Array:
    value = value.astype(np.float32)
    if dtype == "f32":
        return value
    if dtype == "f16":
        with np.errstate(over="ignore"):
            return value.astype(np.float16).view(np.uint16)
    pattern = value.view(np.uint32).astype(np.int64)
    return ((pattern + 0x7FFF + (pattern >> 16 & 1)) >> 16).astype(np.uint16)


def load(dtype: str, stored: Array) -> Array:
    """As float32."""
    if dtype == "f32":
        return stored
    if dtype == "f16":
        return np.ascontiguousarray(stored).view(np.float16).astype(np.float32)
    return (stored.astype(np.uint32) << 16).view(np.float32)


def bits(stored: Array) -> Array:
    return stored.view(np.uint32) if stored.dtype == np.float32 else stored


def ordered(stored: Array) -> Array:
    """Consecutive integers for consecutive 16-bit numbers of either sign."""
    magnitude = (stored & 0x7FFF).astype(np.int64)
    return np.where(stored & 0x8000, -magnitude, magnitude)


# The forward formula y = permute(x) * cos + rotate(x) * sin, as for each element of y the one of x it takes, and a sign


def forward(mode: int, d: int) -> tuple[Array, Array, Array]:
    """Sources of permute, sources of rotate, signs of rotate."""
    x, h, q = np.arange(d), d // 2, d // 4
    ones = np.ones(d, np.float32)
    if mode == 0:
        return x, np.concatenate([x[h:], x[:h]]), np.where(x < h, -ones, ones)
    if mode == 1:
        return x, np.stack([x[1::2], x[0::2]], axis=1).ravel(), np.where(x % 2 == 0, -ones, ones)
    if mode == 2:
        x1, x2, x3, x4 = (x[i * q : (i + 1) * q] for i in range(4))
        return x, np.concatenate([x2, x1, x4, x3]), np.where(x // q % 2 == 0, -ones, ones)
    return np.concatenate([x[0::2], x[1::2]]), np.concatenate([x[1::2], x[0::2]]), np.where(x < h, -ones, ones)


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


def rows(array: Array | None) -> dict[str, Any]:
    if array is None:
        return {"at": ffi.NULL}
    step = [s // array.itemsize for s in array.strides[:3]]
    return {"at": ffi.cast("void *", array.ctypes.data), "step": step}


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


def four_axes(array: Array) -> Array:
    return array if array.ndim == 4 else array[np.newaxis]


# Tests


@pytest.fixture(scope="module", params=DTYPES)
def golden(request: pytest.FixtureRequest) -> tuple[str, dict[str, Array]]:
    with np.load(GOLDEN / f"rope_golden_{request.param}.npz") as arrays:
        return request.param, dict(arrays)


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
def strided(draw: st.DrawFn, dtype: str, shape: tuple[int, ...], seed: int, scale: float = 1) -> Array:
    """Leading axes in any order in memory, with gaps; the last axis contiguous."""
    order = draw(st.permutations(range(3)))
    gaps = draw(st.tuples(*[st.integers(1, 2)] * 3))
    base = [shape[a] * gaps[a] for a in order] + [shape[3] + draw(st.integers(0, 3))]
    value = store(dtype, np.random.default_rng(seed).standard_normal(base, dtype=np.float32) * scale)
    view = value.transpose(*np.argsort(order), 3)
    return view[:: gaps[0], :: gaps[1], :: gaps[2], : shape[3]]


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


def nan_store(dtype: str, value: Array) -> Array:
    """`store` for an array with NaN, which the integer formula for bfloat16 does not serve."""
    stored = store(dtype, np.nan_to_num(value))
    stored[np.isnan(value)] = {"f32": np.nan, "f16": 0x7E00, "bf16": 0x7FC0}[dtype]
    return stored


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


@pytest.fixture
def portable() -> Iterator[None]:
    if not lib.acl_sim_allow_avx2(1):
        pytest.skip("this processor has no AVX2")
    yield
    lib.acl_sim_allow_avx2(1)


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
