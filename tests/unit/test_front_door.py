"""The command line, the toolkit tree and the fixture on the real library: what a user does first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acl_sim.build.compiler import PACKAGE
from acl_sim.environment import OWN_DIRECTORIES, OWN_LOCATIONS
from acl_sim.toolkit import ensure_built

if TYPE_CHECKING:
    from acl_sim.pytest_plugin import Npu

SAMPLES = PACKAGE.parent / "samples"
ROTARY = SAMPLES / "01_rotary_position_embedding_grad"
GRAD = "aclnnRotaryPositionEmbeddingGrad"

MACHINE = """#include "acl/acl.h"
#include <stdio.h>
int main(void)
{
    uint32_t count = 0;
    if (aclInit(NULL) != 0 || aclrtGetDeviceCount(&count) != 0 || aclrtSetDevice(0) != 0) return 1;
    printf("%s %u", aclrtGetSocName(), count);
    return aclrtResetDevice(0) != 0 || aclFinalize() != 0;
}
"""
CRASH = """#include "acl/acl.h"
int main(void) { aclInit(NULL); aclrtSetDevice(0); return *(volatile int *)8; }
"""


def acl_sim(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in an environment that selects no toolkit."""
    chosen = (*OWN_LOCATIONS, *OWN_DIRECTORIES, "ACL_SIM_SOC", "ACL_SIM_DEVICES", "ACL_SIM_SCHEDULE")
    inherited = {name: value for name, value in os.environ.items() if name == "PATH" or name not in chosen}
    command = [sys.executable, "-m", "acl_sim.cli", *arguments]
    return subprocess.run(command, env={**inherited, **environment}, capture_output=True, text=True, timeout=300)


def test_run_a_sample() -> None:
    run = acl_sim("run", ROTARY / "main.cpp")
    assert run.returncode == 0, run.stderr
    assert run.stdout == (ROTARY / "expected.txt").read_text()
    assert run.stderr.startswith(f"acl-sim: ran {GRAD} x1; ")
    assert "; Ascend910B1; " in run.stderr
    assert run.stderr.count("\n") == 1


def test_run_says_that_a_refused_operator_did_not_run() -> None:
    run = acl_sim("run", SAMPLES / "04_error_handling" / "main.cpp")
    assert run.returncode == 0, run.stderr
    assert f"acl-sim: ran no operator ({GRAD} x" in run.stderr.splitlines()[-1]


def test_run_survives_a_crash(tmp_path: Path) -> None:
    (tmp_path / "crash.c").write_text(CRASH)
    run = acl_sim("run", tmp_path / "crash.c")
    assert run.returncode == 139
    last = run.stderr.splitlines()[-1]
    assert last.startswith("acl-sim: ran no operator; 2 runtime calls; Ascend910B1; killed by SIGSEGV; ")


def test_run_a_script(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import ctypes\nlibrary = ctypes.CDLL('libopapi.so')\nassert library.aclInit(None) == 0\n")
    run = acl_sim("run", script)
    assert run.returncode == 0, run.stderr
    assert "acl-sim: ran no operator; 1 runtime call; " in run.stderr


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_the_documented_recipe_in_a_shell_that_sourced_set_env(shell: str, tmp_path: Path) -> None:
    """As in CANN's documentation: no run path in the program, so only the environment leads to the library."""
    if shutil.which("cmake") is None or shutil.which(shell) is None:
        pytest.skip(f"cmake or {shell} is not installed")
    recipe = f"""set -eu
. {ensure_built()}/set_env.sh
cmake -S {ROTARY} -B build -DCMAKE_CXX_COMPILER=g++ -DCMAKE_SKIP_RPATH=TRUE >&2
cmake --build build >&2
exec build/rotary_position_embedding_grad"""
    environment = {"PATH": "/usr/bin:/bin"}
    run = subprocess.run([shell, "-c", recipe], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout == (ROTARY / "expected.txt").read_text()


def test_flags_of_config_make_a_program_that_needs_no_environment(tmp_path: Path) -> None:
    (tmp_path / "machine.c").write_text(MACHINE)
    flags = [acl_sim("config", question).stdout.split() for question in ("--cflags", "--libs")]
    program = tmp_path / "machine"
    subprocess.run(["gcc", *flags[0], tmp_path / "machine.c", "-o", program, *flags[1]], check=True)
    assert subprocess.run([program], env={}, capture_output=True, text=True).stdout == "Ascend910B1 8"


def test_doctor_finds_nothing_that_fails() -> None:
    ensure_built()
    report = acl_sim("doctor")
    assert report.returncode == 0, report.stdout
    assert "ok    simulator " in report.stdout


def test_the_fixture_names_every_call(npu: Npu) -> None:
    result = npu.build_and_run(MACHINE, lang="c")
    names = ["aclInit", "aclrtGetDeviceCount", "aclrtSetDevice", "aclrtGetSocName", "aclrtResetDevice", "aclFinalize"]
    assert result.calls == dict.fromkeys(names, 1)
    assert result.operators == {}


def test_the_fixture_counts_operators(npu: Npu) -> None:
    assert npu.build_and_run(ROTARY / "main.cpp", std="c++11").operators == {GRAD: 1}


@pytest.mark.npu(devices=3, schedule="eager")
@pytest.mark.parametrize(
    ("word", "name"), [("A3", "Ascend910_9392"), ("310P", "Ascend310P3"), ("910B4", "Ascend910B4")]
)
def test_programs_and_npu_smi_see_the_same_machine(npu: Npu, word: str, name: str) -> None:
    machine = {"ACL_SIM_SOC": word if word != "910B4" else name}
    assert npu.build_and_run(MACHINE, lang="c", env=machine).stdout == f"{name} 3"
    environment = {**machine, "ACL_SIM_DEVICES": "3"}
    smi = [ensure_built() / "bin/npu-smi", "info", "-m"]
    mapping = subprocess.run(smi, env=environment, capture_output=True, text=True, check=True).stdout
    assert len(mapping.splitlines()) == 1 + 3


@pytest.mark.parametrize("sanitizer", ["address", "undefined"])
def test_programs_run_under_sanitizers(npu: Npu, sanitizer: str) -> None:
    result = npu.build_and_run(MACHINE, lang="c", sanitize=[sanitizer])
    assert result.stdout == "Ascend910B1 8"
    assert "ERROR" not in result.stderr
    assert "runtime error" not in result.stderr


def test_a_sanitizer_still_finds_the_programs_own_leak(npu: Npu) -> None:
    leaking = MACHINE.replace("uint32_t count = 0;", "uint32_t count = malloc(1234) == NULL;")
    program = npu.compile(f"#include <stdlib.h>\n{leaking}", lang="c", sanitize=["address"])
    result = npu.run(program, check=False)
    assert result.returncode != 0
    assert "1234 byte(s) leaked in 1 allocation(s)" in result.stderr
