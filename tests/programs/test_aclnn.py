"""The aclnn core in C++: descriptors, lists, executors, and the contract of the two phases."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

DIRECTORY = Path(__file__).parent / "aclnn"
PROGRAMS = sorted(path.stem for path in DIRECTORY.glob("*.cpp"))
STRICT = (f"-I{DIRECTORY.parent}", "-Wall", "-Wextra", "-Werror", "-g")


@pytest.mark.parametrize("sanitizers", [(), ("address", "undefined")], ids=["plain", "sanitized"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_program(npu: Npu, name: str, sanitizers: tuple[str, ...]) -> None:
    options = {"UBSAN_OPTIONS": "halt_on_error=1", "ASAN_OPTIONS": "detect_leaks=0"}  # the programs leak on purpose
    npu.run(npu.compile(DIRECTORY / f"{name}.cpp", std="c++11", sanitize=sanitizers, flags=STRICT), env=options)
