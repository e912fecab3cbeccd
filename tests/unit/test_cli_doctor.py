"""`acl-sim doctor` notices what is wrong, and every row that is not ok says what to do."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dummy_toolkit
import pytest

from acl_sim.build import compiler
from acl_sim.build import library as build_library
from acl_sim.cli import doctor
from acl_sim.cli.doctor import frameworks, installation, surroundings
from acl_sim.cli.doctor.row import Row, fail, ok, warn


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dummy_toolkit.toolkit(tmp_path_factory.mktemp("doctor") / "cann")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A library of the same name that is not ours."""
    return dummy_toolkit.library(tmp_path / "real/lib64/libascendcl.so")


def is_refusal(row: Row, status: str) -> bool:
    return row.status == status and bool(row.fix)


def test_prints_rows_with_their_fixes_and_fails_when_one_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [ok("one", "fine"), warn("two", "odd", "do this"), fail("three", "broken", "do that")]
    monkeypatch.setattr(doctor, "rows", lambda: iter(rows))
    assert doctor.main(argparse.Namespace(quiet=False)) == 1
    assert capsys.readouterr().out == (
        "ok    one           fine\n"
        "warn  two           odd\n"
        "                    fix: do this\n"
        "fail  three         broken\n"
        "                    fix: do that\n"
    )
    rows.pop()
    assert doctor.main(argparse.Namespace(quiet=True)) == 0
    assert "one" not in capsys.readouterr().out


def test_python_outside_a_virtual_environment_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert is_refusal(installation.python(), "warn")
    monkeypatch.setattr(sys, "prefix", "/venv")
    assert installation.python().status == "ok"


def test_a_module_that_cannot_be_imported_is_named() -> None:
    assert installation.modules().status == "ok"
    row = installation.modules(("numpy", "no_such_module"))
    assert is_refusal(row, "fail")
    assert "no_such_module" in row.found


def test_a_python_without_shared_library_can_only_run_what_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Path:
        raise compiler.BuildError("Python 3.11 has no shared libpython")

    assert installation.python_c_api().status == "ok"
    monkeypatch.setattr(compiler, "find_libpython", missing)
    row = installation.python_c_api()
    assert is_refusal(row, "warn")
    assert "no shared libpython" in row.found


@pytest.mark.parametrize("command", ["no-such-compiler", "false", "g++ --no-such-option"])
def test_a_compiler_that_does_not_work(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("CXX", raising=False)
    assert installation.host_compiler().status == "ok"
    monkeypatch.setenv("CXX", command)
    row = installation.host_compiler()
    assert is_refusal(row, "fail")
    assert command.split()[0] in row.found


def test_the_library_is_missing_outdated_or_in_order(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_refusal(installation.library(tmp_path), "warn")
    monkeypatch.setattr(build_library, "is_current", lambda prefix: False)
    row = installation.library(built)
    assert is_refusal(row, "warn")
    assert "older than its sources" in row.found
    monkeypatch.setattr(build_library, "is_current", lambda prefix: True)
    assert installation.library(built).status == "ok"


def test_a_library_whose_libpython_is_gone(tmp_path: Path) -> None:
    gone, lib64 = tmp_path / "libpython3.9.so", tmp_path / "lib64"
    lib64.mkdir()
    subprocess.run(["gcc", "-shared", "-x", "c", "/dev/null", "-Wl,-soname,libpython3.9.so", "-o", gone], check=True)
    command = ["gcc", "-shared", "-x", "c", "/dev/null", "-Wl,--no-as-needed", f"-L{tmp_path}", "-lpython3.9"]
    subprocess.run([*command, "-o", lib64 / "libascendcl.so"], check=True)
    gone.unlink()
    row = installation.library(tmp_path)
    assert is_refusal(row, "fail")
    assert "libpython3.9.so" in row.found


def test_a_simulator_that_does_not_start(built: Path, tmp_path: Path) -> None:
    assert is_refusal(installation.simulator(tmp_path), "warn")
    row = installation.simulator(built)  # the dummy declares aclInit otherwise
    assert is_refusal(row, "fail")
    assert "error" in row.found


def test_another_library_of_our_name_comes_first(built: Path, other: Path) -> None:
    own, foreign = built / "lib64", other.parent
    assert surroundings.loader(built, f"/nowhere:{own}:{foreign}").found == f"programs load {own}/libascendcl.so"
    row = surroundings.loader(built, f"{foreign}:{own}")
    assert is_refusal(row, "warn")
    assert str(other) in row.found


def test_the_system_cache_counts_after_the_search_path(
    built: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def candidates(search_path: str) -> Iterator[Path]:
        yield other

    assert surroundings.loader(built, "").status == "ok"
    monkeypatch.setattr(surroundings, "_candidates", candidates)
    assert is_refusal(surroundings.loader(built, ""), "warn")


def test_variables_that_select_another_toolkit(built: Path, tmp_path: Path) -> None:
    assert surroundings.variables(built, {}).status == "ok"
    assert surroundings.variables(built, {"ASCEND_HOME_PATH": f"{built}/."}).status == "ok"
    (tmp_path / "latest").symlink_to(built)
    assert surroundings.variables(built, {"ASCEND_TOOLKIT_HOME": str(tmp_path / "latest")}).status == "ok"
    row = surroundings.variables(built, {"ASCEND_HOME_PATH": str(built), "ASCEND_OPP_PATH": "/usr/local/Ascend/opp"})
    assert is_refusal(row, "warn")
    assert "ASCEND_OPP_PATH=/usr/local/Ascend/opp" in row.found
    assert "ASCEND_HOME_PATH" not in row.found


GRAPH_MODE = dict.fromkeys(frameworks.GRAPH_MODE, "1")


@pytest.mark.parametrize(
    ("versions", "hooked", "status", "words"),
    [
        ({}, False, "ok", "torch_npu is not installed (optional): pip install 'acl-sim[torch]'"),
        ({"torch": "2.13.0"}, False, "ok", "torch 2.13.0; torch_npu is not installed"),
        ({"torch-npu": "2.13.0"}, True, "fail", "without torch"),
        ({"torch": "2.12.1+cpu", "torch-npu": "2.13.0"}, True, "fail", "made for one version of torch"),
        ({"torch": "2.13.0+cpu", "torch-npu": "2.13.0"}, False, "fail", "acl_sim_torch.pth is not at work"),
        ({"torch": "2.13.0+cpu", "torch-npu": "2.13.0"}, True, "warn", "lacks packaging, protobuf, pyyaml"),
        ({"torch": "2.13.0+cpu", "torch-npu": "2.13.0", **GRAPH_MODE}, True, "ok", "torch-npu 2.13.0"),
    ],
)
def test_torch(
    monkeypatch: pytest.MonkeyPatch, versions: dict[str, str], hooked: bool, status: str, words: str
) -> None:
    monkeypatch.setattr(frameworks, "version", versions.get)
    monkeypatch.setattr(frameworks, "is_hooked", lambda: hooked)
    row = frameworks.torch()
    assert row.status == status
    assert words in row.found
    assert bool(row.fix) == (status != "ok")


def test_the_line_that_runs_before_torch_is_at_work() -> None:
    assert frameworks.is_hooked()


def test_the_whole_command_on_a_broken_tree(built: Path) -> None:
    environment = {**os.environ, "ACL_SIM_PREFIX": str(built)}
    command = [sys.executable, "-m", "acl_sim.cli", "doctor"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr == ""
    rows = [line.split()[:2] for line in run.stdout.splitlines() if not line.startswith(" ")]
    assert ["fail", "simulator"] in rows
    assert len(rows) == 9
