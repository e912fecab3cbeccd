"""8-bit floats against ml_dtypes, and HIFLOAT8 against the numbers that its description gives."""

from __future__ import annotations

import numpy as np
import pytest

from aclnn.dtypes import FLOAT8_E4M3FN, FLOAT8_E5M2, HIFLOAT8, DType
from aclnn.eight_bits import decoded, encoded, largest

ml_dtypes = pytest.importorskip("ml_dtypes", reason="ml_dtypes is not importable: nothing holds FLOAT8 against it")
PAIRS = [(FLOAT8_E5M2, ml_dtypes.float8_e5m2, 57344.0), (FLOAT8_E4M3FN, ml_dtypes.float8_e4m3fn, 448.0)]
ALL = np.arange(256, dtype=np.uint8)


@pytest.mark.parametrize(("dtype", "other", "most"), PAIRS)
def test_float8(dtype: DType, other: type, most: float) -> None:
    numbers = ALL.view(other).astype(np.float32)
    assert np.array_equal(decoded(ALL, dtype), numbers, equal_nan=True)
    assert largest(dtype) == most
    generator = np.random.default_rng(3)
    drawn = [generator.normal(0, size, 20000) for size in (1e-7, 1e-4, 1e-2, 1, 100, 1e5)]
    finite = numbers[:128][np.isfinite(numbers[:128])]
    ties = (finite[:-1] + finite[1:]) / 2
    values = np.concatenate([*drawn, ties, -ties, [0.0, -0.0, np.inf, -np.inf, 3e38]]).astype(np.float32)
    assert np.array_equal(encoded(values, dtype), values.astype(other).view(np.uint8))
    assert np.isnan(decoded(encoded(np.array([np.nan], np.float32), dtype), dtype)).all()


HIFLOAT8_NUMBERS = {
    0x00: 0.0, 0x01: 2**-22, 0x07: 2**-16, 0x08: 1.0, 0x0F: 1.875, 0x10: 2.0, 0x17: 3.75, 0x18: 0.5, 0x1F: 0.9375,
    0x20: 4.0, 0x28: 8.0, 0x30: 0.25, 0x38: 0.125, 0x40: 16.0, 0x43: 28.0, 0x5C: 2**-7, 0x60: 256.0, 0x6E: 32768.0,
    0x6F: np.inf, 0x70: 2**-8, 0x7E: 2**-15, 0x7F: 1.5 * 2**-15, 0x81: -(2**-22), 0x88: -1.0, 0xEF: -np.inf,
}  # fmt: skip


def test_hifloat8() -> None:
    codes = np.array([*HIFLOAT8_NUMBERS], np.uint8)
    assert decoded(codes, HIFLOAT8).tolist() == [*HIFLOAT8_NUMBERS.values()]
    numbers = decoded(ALL, HIFLOAT8)
    assert np.flatnonzero(np.isnan(numbers)).tolist() == [0x80]
    assert np.unique(numbers[~np.isnan(numbers)]).size == 255  # no two codes for one number
    assert np.array_equal(encoded(numbers, HIFLOAT8), ALL)


@pytest.mark.parametrize(
    ("value", "code"),
    [(1.0625, 0x09), (-1.0625, 0x89), (1.0624, 0x08), (2**-23, 0x01), (2**-24, 0x00), (-0.0, 0x00), (-(2**-24), 0x00),
     (1.5 * 2**-17, 0x07), (40959.0, 0x6E), (40960.0, 0x6F), (-1e9, 0xEF)],
)  # fmt: skip
def test_hifloat8_rounds_halves_away_from_zero(value: float, code: int) -> None:
    assert encoded(np.array([value], np.float32), HIFLOAT8).tolist() == [code]
