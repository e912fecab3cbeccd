"""The project as users install it, under every version of Python that this machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from interpreters import SUPPORTED, other_interpreters

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "01_rotary_position_embedding_grad"

Finished = subprocess.CompletedProcess[str]


def run(*command: Path | str, cwd: Path, env: dict[str, str] | None = None) -> Finished:
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=300)


def pip(*arguments: Path | str, cwd: Path) -> Finished:
    """Our own pip: environments need none. Skips where it cannot reach its index; what else goes wrong is a failure."""
    finished = run(sys.executable, "-m", "pip", "--quiet", *arguments, cwd=cwd)
    unreachable = ("Could not find a version", "No matching distribution", "Temporary failure", "Connection")
    if finished.returncode != 0 and any(word in finished.stderr for word in unreachable):
        pytest.skip(f"pip finds no packages: {finished.stderr.strip().splitlines()[-1]}")
    assert finished.returncode == 0, finished.stderr
    return finished


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once: it is the same file for all versions."""
    directory = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", directory, ROOT, cwd=directory)
    return next(directory.glob("acl_sim-*-py3-none-any.whl"))


def try_out(python: Path, wheel: Path, directory: Path) -> Finished:
    """Installs the wheel for that interpreter into an environment of its own, builds there and runs the sample."""
    venv = directory / "venv"
    assert run(python, "-m", "venv", "--without-pip", venv, cwd=directory).returncode == 0
    target = ("--python", venv / "bin" / "python")
    pip(*target, "install", "--only-binary", ":all:", "--no-compile", wheel, cwd=directory)
    packages = pip(*target, "list", "--format", "freeze", cwd=directory).stdout
    assert "pytest" not in packages, "the sample must run without the development tools"

    acl_sim = venv / "bin" / "acl-sim"
    foreign = ("ACL_SIM_", "PYTHON", "VIRTUAL_ENV", "ASCEND_", "LD_LIBRARY_PATH")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    built = run(acl_sim, "build", cwd=directory, env=clean)
    assert (built.stdout, built.returncode) == (f"{venv / 'cann'}\n", 0), built.stderr
    return run(acl_sim, "run", "--quiet", SAMPLE / "main.cpp", cwd=directory, env=clean)


@pytest.fixture(scope="session")
def trials(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, ...], Future[Finished]]:
    """All versions, as many at a time as there are processors."""
    interpreters = {**other_interpreters(), sys.version_info[:2]: Path(sys.executable)}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {
            version: pool.submit(try_out, python, wheel, tmp_path_factory.mktemp("version"))
            for version, python in interpreters.items()
        }


@pytest.mark.parametrize("version", SUPPORTED, ids="{0[0]}.{0[1]}".format)
def test_an_installed_wheel_builds_and_runs_the_sample(
    version: tuple[int, int], trials: dict[tuple[int, ...], Future[Finished]]
) -> None:
    if version not in trials:
        pytest.skip("this machine has no Python {}.{}".format(*version))
    ran = trials[version].result()
    assert ran.stdout == (SAMPLE / "expected.txt").read_text(encoding="utf-8"), ran.stderr
    assert (ran.stderr, ran.returncode) == ("", 0)
