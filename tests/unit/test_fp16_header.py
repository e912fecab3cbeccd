"""aclnn/opdev/fp16_t.h against numpy's half precision."""

import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

INCLUDE = Path(__file__).resolve().parents[2] / "include"

# Reads doubles; writes, as 16-bit words, each one narrowed, then what follows from it and its predecessor.
PROGRAM = r"""
#include <cstdio>
#include "aclnn/opdev/fp16_t.h"
static void put(op::fp16_t h) { std::fwrite(&h.val, 2, 1, stdout); }
int main()
{
    double number;
    op::fp16_t last;
    while (std::fread(&number, 8, 1, stdin) == 1) {
        const op::fp16_t h = number;
        op::fp16_t sum = last;
        sum += h;
        put(h), put(op::fp16_t(h.toFloat())), put(sum), put(last - h), put(last * h), put(last / h);
        put(last < h), put(last == h);
        last = h;
    }
}
"""

MEANING = r"""
#include "aclnn/opdev/fp16_t.h"
int main()
{
    op::fp16_t number;
    number = static_cast<uint16_t>(1);             // assignment: the number 1
    const op::fp16_t bits(static_cast<uint16_t>(1));  // construction: the bits 0x0001
    const op::fp16_t integer = 65520;
    const bool good = number.val == 0x3C00 && bits.val == 1 && integer.IsInf() == 1 && sizeof bits == 2;
    return good ? 0 : 1;
}
"""


def build(source: str, directory: Path) -> Path:
    program = directory / "program"
    flags = ["-std=c++11", "-pedantic", "-Wall", "-Wextra", "-Werror", f"-I{INCLUDE}"]
    command = [os.environ.get("CXX", "g++"), "-x", "c++", *flags, "-", "-o", str(program)]
    subprocess.run(command, input=source, text=True, check=True)
    return program


def test_conversion_and_arithmetic_agree_with_numpy(tmp_path: Path) -> None:
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    halves = halves[np.isfinite(halves)].astype(np.float64)
    between = (halves[1:] + halves[:-1]) / 2  # every tie
    random = np.random.default_rng(1)
    scattered = random.normal(size=200_000) * 2.0 ** random.integers(-30, 18, size=200_000)
    special = np.array([65519.999, 65520.0, -65520.0, 1e300, 5e-324, np.inf, -np.inf, np.nan])
    above, below = np.nextafter(between, np.inf), np.nextafter(between, -np.inf)
    shuffled = random.permutation(halves)
    numbers = np.concatenate([halves, between, above, below, scattered, shuffled, special])
    out = subprocess.run([build(PROGRAM, tmp_path)], input=numbers.tobytes(), capture_output=True, check=True)
    got = np.frombuffer(out.stdout, np.uint16).reshape(-1, 8)

    with np.errstate(all="ignore"):
        half = numbers.astype(np.float16)
        last = np.concatenate([np.zeros(1, np.float16), half[:-1]])
        results: list[npt.NDArray[Any]] = [
            half,
            half,
            last + half,
            last - half,
            last * half,
            last / half,
        ]
        assert len(got) == len(numbers)
        for column, want in enumerate(results):
            have = got[:, column].view(np.float16)
            nan = np.isnan(want)
            np.testing.assert_array_equal(have[~nan].view(np.uint16), want[~nan].view(np.uint16))
            assert np.isnan(have[nan]).all()
    np.testing.assert_array_equal(got[:, 6] != 0, last < half)
    np.testing.assert_array_equal(got[:, 7] != 0, last == half)


def test_what_a_uint16_means(tmp_path: Path) -> None:
    assert subprocess.run([build(MEANING, tmp_path)]).returncode == 0
