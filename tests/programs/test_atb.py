"""Ascend Transformer Boost in C++: contexts, operations, graphs; both layouts of std::string, three standards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DIRECTORY = HERE / "atb"
PROGRAMS = sorted(path.stem for path in DIRECTORY.glob("*.cpp"))
STRICT = (f"-I{HERE}", f"-I{ROOT / 'samples/atb'}", "-Wall", "-Wextra", "-Werror")
OLD_STRINGS = "-D_GLIBCXX_USE_CXX11_ABI=0"


@pytest.mark.parametrize("schedule", ["deferred", "eager", "shuffled:1"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_program(npu: Npu, name: str, schedule: str) -> None:
    npu.run(npu.compile(DIRECTORY / f"{name}.cpp", std="c++17", flags=STRICT), env={"ACL_SIM_SCHEDULE": schedule})


@pytest.mark.parametrize("std", ["c++14", "c++20"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_standards(npu: Npu, name: str, std: str) -> None:
    npu.run(npu.compile(DIRECTORY / f"{name}.cpp", std=std, flags=STRICT))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_older_layout_of_strings(npu: Npu, name: str) -> None:
    npu.run(npu.compile(DIRECTORY / f"{name}.cpp", std="c++17", flags=(*STRICT, OLD_STRINGS)))


@pytest.mark.parametrize("name", PROGRAMS)
def test_sanitized(npu: Npu, name: str) -> None:
    program = npu.compile(DIRECTORY / f"{name}.cpp", std="c++17", sanitize=("address", "undefined"), flags=STRICT)
    npu.run(program, env={"UBSAN_OPTIONS": "halt_on_error=1"})


def test_every_parameter_can_be_linked(npu: Npu) -> None:
    """Those that are not simulated answer an error with their name."""
    include = ROOT / "include" / "atb"
    params = [
        f"{namespace}::{name}"
        for path in [*include.glob("params/*.h"), include / "common_op_params.h"]
        for namespace in re.findall(r"^namespace (infer|train|common) ", path.read_text(), re.MULTILINE)
        for name in re.findall(r"^struct (\w+Param) ", path.read_text(), re.MULTILINE)
    ]
    assert len(params) == 71 + 10 + 2
    calls = "\n".join(
        f'    operation = nullptr; std::printf("{param} %d\\n", atb::CreateOperation(atb::{param}(), &operation)); '
        "atb::DestroyOperation(operation);"
        for param in params
    )
    head = '#include <cstdio>\n#include "atb/atb_infer.h"\nint main()\n{\n    atb::Operation *operation;\n'
    source = f"{head}{calls}\n}}\n"
    run = npu.build_and_run(source, flags=["-Wno-maybe-uninitialized"])
    statuses = dict(line.split() for line in run.stdout.splitlines())
    assert statuses.keys() == set(params)
    assert statuses["infer::RopeParam"] == "0"
    for param in re.findall(
        r"^ATB_NOT_SIMULATED\((\S+)\)", (ROOT / "atb/native/params_not_simulated.cpp").read_text(), re.M
    ):
        assert statuses[param] == "1"
        assert f"atb::{param} is declared by ATB but not simulated" in run.stderr
