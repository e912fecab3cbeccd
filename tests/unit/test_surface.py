"""The one way by which other libraries reach Python: numbers in, a number out, refusals and bugs as statuses."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from typing import Any

import pytest

from acl_sim.toolkit import ensure_built

FAILED = -77
NAMES: dict[bytes, Any] = {}  # they must outlive the process

PROGRAM = """
#include <stdint.h>
#include <stdio.h>
int64_t acl_sim_surface(const void *, const char *, const char *, int64_t, const int64_t *, uint64_t);
int main(void) { printf("%ld", (long)acl_sim_surface(0, "os", "test::Nothing", -77, 0, 0)); return 0; }
"""


@pytest.fixture
def call(acl: ctypes.CDLL) -> Any:
    """Calls a function of the module surface_target by its name."""
    acl.acl_sim_surface.restype = ctypes.c_int64

    def called(name: bytes, *numbers: int, module: bytes = b"surface_target") -> int:
        kept = NAMES.setdefault(name, ctypes.create_string_buffer(name))
        slots = (ctypes.c_int64 * max(1, len(numbers)))(*numbers)
        count = ctypes.c_uint64(len(numbers))
        return int(acl.acl_sim_surface(None, module, kept, ctypes.c_int64(FAILED), slots, count))

    return called


def test_numbers_cross_with_all_their_bits(call: Any) -> None:
    assert call(b"test::Difference", 3, 5) == -2
    assert call(b"test::Difference", -(1 << 63), 0) == -(1 << 63)


def test_nothing_is_success(call: Any) -> None:
    assert call(b"test::Nothing") == 0


def test_a_refusal_is_its_status_and_leaves_its_message(call: Any, acl: ctypes.CDLL) -> None:
    assert call(b"test::Refused", 13) == 13
    acl.aclGetRecentErrMsg.restype = ctypes.c_char_p
    assert b"[test::Refused] Parameter value is 5, expected an even number." in acl.aclGetRecentErrMsg()


@pytest.mark.parametrize("name", [b"test::Broken", b"test::Missing"])
def test_a_bug_answers_the_failure_of_the_caller(call: Any, name: bytes, capfd: Any) -> None:
    assert call(name) == FAILED
    assert "internal error" in capfd.readouterr().err


def test_without_python_the_failure_of_the_caller(tmp_path: Path) -> None:
    lib64 = ensure_built() / "lib64"
    source, program = tmp_path / "main.c", tmp_path / "main"
    source.write_text(PROGRAM)
    command = ["gcc", str(source), "-o", str(program), f"-L{lib64}", f"-Wl,-rpath,{lib64}", "-lascendcl"]
    subprocess.run(command, check=True)
    run = subprocess.run([program], env={"ACL_SIM_PYTHON": "/nowhere"}, capture_output=True, text=True, timeout=60)
    assert run.stdout == str(FAILED)
    assert "the simulator did not start" in run.stderr
