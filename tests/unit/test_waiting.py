"""Locks of other libraries are waited for without the GIL, once acl_sim_wait_without_gil was told so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from acl_sim.native import lib

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def locking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locking") / "liblocking.so"
    flags = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-pthread"]
    subprocess.run(["g++", *flags, HERE / "locking.cpp", "-o", path], check=True)
    return path


def run(locking: Path, *arguments: str, timeout: float = 60) -> str:
    command = [sys.executable, HERE / "locking_threads.py", locking, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("held", "taken"),
    [
        ("mutex", "mutex"),
        ("write", "write"),
        ("write", "read"),
        ("read", "write"),
        ("once", "once"),
        ("initialized", "initialized"),
    ],
)
def test_the_thread_that_waits_lets_go_of_the_gil(locking: Path, held: str, taken: str) -> None:
    assert run(locking, held, taken) == "ended\n"


def test_without_it_both_wait_for_ever(locking: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(locking, "mutex", "mutex", "kept", timeout=3)


def test_a_library_that_is_not_there_has_no_such_places() -> None:
    assert lib.acl_sim_wait_without_gil(b"libnothing_of_that_name.so") <= 0
