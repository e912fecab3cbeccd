"""Programs that use the real torch_npu, each in a process of its own, as users start them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
# What a shell has that never heard of CANN: the installation alone must be enough.
BARE = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}

Run = Callable[..., str]


@pytest.fixture
def run_torch() -> Run:
    """Runs a program of ./programs (or one by its path) and returns its output; it must end well and in time."""
    if find_spec("torch_npu") is None:
        pytest.skip("torch_npu is NOT INSTALLED: nothing about it is tested (pip install 'acl-sim[torch]')")

    def run(name: str | Path, *arguments: str, timeout: float = 120, env: dict[str, str] | None = None) -> str:
        command = [sys.executable, str(PROGRAMS / name), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env={**BARE, **(env or {})})
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout

    return run
