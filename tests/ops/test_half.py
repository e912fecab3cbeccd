"""The native 16-bit conversions against numpy's float16 and an integer formula for bfloat16."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from acl_sim.native import ffi, lib

Array = np.ndarray[Any, Any]

EVERY_HALF = np.arange(1 << 16, dtype=np.uint16)


@pytest.fixture(autouse=True, params=[0, 1], ids=["portable", "avx2"])
def avx2(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test with either implementation."""
    if lib.acl_sim_allow_avx2(request.param) != request.param:
        pytest.skip("this processor has no AVX2")
    yield
    lib.acl_sim_allow_avx2(1)


def widen(name: str, half: Array) -> Array:
    out = np.empty(half.size, np.float32)
    getattr(lib, f"acl_sim_{name}_to_f32")(
        ffi.cast("uint16_t *", half.ctypes.data), ffi.cast("float *", out.ctypes.data), half.size
    )
    return out


def narrow(name: str, value: Array) -> Array:
    out = np.empty(value.size, np.uint16)
    getattr(lib, f"acl_sim_f32_to_{name}")(
        ffi.cast("float *", value.ctypes.data), ffi.cast("uint16_t *", out.ctypes.data), value.size
    )
    return out


def bits(value: Array) -> Array:
    return value.view(np.uint32)


def float_of(pattern: Array) -> Array:
    return pattern.astype(np.uint32).view(np.float32)


def bfloat16_of(value: Array) -> Array:
    """Round to nearest, ties to even, on the integers, for anything but NaN."""
    pattern = bits(value).astype(np.int64)
    kept, lost = pattern >> 16, pattern & 0xFFFF
    up = (lost > 0x8000) | ((lost == 0x8000) & (kept & 1 == 1))
    return (kept + up).astype(np.uint16)


def reference(name: str, value: Array) -> Array:
    with np.errstate(over="ignore"):
        return value.astype(np.float16).view(np.uint16) if name == "f16" else bfloat16_of(value)


def assert_narrows(name: str, value: Array) -> None:
    nan = np.isnan(value)
    got = narrow(name, value)
    np.testing.assert_array_equal(got[~nan], reference(name, value[~nan]))
    exponent, quiet = (0x7C00, 0x0200) if name == "f16" else (0x7F80, 0x0040)
    assert np.all(got[nan] & (exponent | quiet) == exponent | quiet)


def test_every_float16_widens_exactly() -> None:
    with np.errstate(invalid="ignore"):
        expected = EVERY_HALF.view(np.float16).astype(np.float32)
    got, nan = widen("f16", EVERY_HALF), np.isnan(expected)
    np.testing.assert_array_equal(bits(got)[~nan], bits(expected)[~nan])
    assert np.all(bits(got)[nan] & 0x7FC00000 == 0x7FC00000)


def test_every_bfloat16_widens_exactly() -> None:
    np.testing.assert_array_equal(bits(widen("bf16", EVERY_HALF)), EVERY_HALF.astype(np.uint32) << 16)


@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_every_half_comes_back(name: str) -> None:
    value = widen(name, EVERY_HALF)
    number = ~np.isnan(value)
    np.testing.assert_array_equal(narrow(name, value)[number], EVERY_HALF[number])


@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_ties_go_to_even_and_their_neighbours_to_the_nearest(name: str) -> None:
    value = widen(name, EVERY_HALF)
    value = value[np.isfinite(value)]
    if name == "f16":
        exponent = np.maximum(np.frexp(value)[1] - 1, -14)
        tie = value + np.copysign(np.ldexp(np.float32(1), exponent - 11), value)
    else:
        tie = float_of(bits(value) | 0x8000)
    for offset in (0, 1, -1):
        assert_narrows(name, float_of(bits(tie) + np.uint32(offset % (1 << 32))))


@pytest.mark.parametrize("name", ["f16", "bf16"])
@pytest.mark.parametrize("seed", range(4))
def test_random_patterns(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert_narrows(name, rng.integers(0, 1 << 32, 1 << 18, dtype=np.uint32).view(np.float32))
    around = rng.integers(100 << 23, 146 << 23, 1 << 18, dtype=np.uint32)  # where float16 lives
    assert_narrows(name, (around | rng.integers(0, 2, around.size, dtype=np.uint32) << 31).view(np.float32))


@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_overflow_and_underflow(name: str) -> None:
    edges = np.float32([65504, 65519.996, 65520, 65536, 1e30, 3.4e38, np.inf, 2**-24, 2**-25, 2.0001**-25, 1e-40, 0])
    assert_narrows(name, np.concatenate([edges, -edges]))


@pytest.mark.parametrize("n", [0, 1, 7, 8, 15, 33, 100])
@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_only_n_elements_are_written(name: str, n: int) -> None:
    value = np.linspace(-3, 3, 128).astype(np.float32)
    out = np.full(128, 0xABCD, np.uint16)
    convert = getattr(lib, f"acl_sim_f32_to_{name}")
    convert(ffi.cast("float *", value.ctypes.data), ffi.cast("uint16_t *", out.ctypes.data), n)
    np.testing.assert_array_equal(out[:n], reference(name, value[:n]))
    assert np.all(out[n:] == 0xABCD)


@pytest.mark.parametrize("name", ["f16", "bf16"])
def test_the_processor_does_not_change_a_bit(name: str) -> None:
    """Of NaN neither, which the other tests leave open."""
    rng = np.random.default_rng(4)
    pattern = rng.integers(0, 1 << 32, (1 << 16) + 13, dtype=np.uint32)
    pattern[::3] |= 0x7F800000  # NaN of every kind
    results = []
    for allowed in (0, 1):
        lib.acl_sim_allow_avx2(allowed)
        results.append((bits(widen(name, EVERY_HALF[:-3])), narrow(name, float_of(pattern))))
    for portable, fast in zip(*results, strict=True):
        np.testing.assert_array_equal(fast, portable)
