"""`acl-sim dev new-op` writes a declaration that works and a test that fails until there is a kernel."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acl_sim.build.compiler import PACKAGE
from acl_sim.cli import main


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that shares everything with this one but the operators."""
    (tmp_path / "aclnn/ops").mkdir(parents=True)
    for path in (PACKAGE.parent / "aclnn").glob("*.py"):
        (tmp_path / "aclnn" / path.name).symlink_to(path)
    (tmp_path / "aclnn/ops/__init__.py").touch()
    (tmp_path / "acl_sim").symlink_to(PACKAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def python(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, "-P", *arguments] if sys.version_info >= (3, 11) else [sys.executable, *arguments]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)


def test_a_new_operator_is_in_the_catalogue(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dev", "new-op", "aclnnGeluQuantV2", "--category", "quant"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "aclnn/ops/quant/gelu_quant_v2.py",
        "tests/ops/test_gelu_quant_v2.py",
    ]
    code = "from aclnn.catalogue import catalogue\nfor op in catalogue(): print(op.c_name, op.category, op.page)"
    listing = python(checkout, "-c", code)
    assert listing.stdout == "aclnnGeluQuantV2 quant quant/gelu_quant_v2/docs/aclnnGeluQuantV2\n", listing.stderr


def test_its_test_fails_until_there_is_a_kernel(checkout: Path) -> None:
    assert main(["dev", "new-op", "Zero", "--category", "math"]) == 0
    test = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/ops"]
    without = python(checkout, *test)
    assert without.returncode == 1
    assert "NotImplementedError: aclnnZero" in without.stdout
    file = checkout / "aclnn/ops/math/zero.py"
    file.write_text(file.read_text().replace('raise NotImplementedError("aclnnZero")', "return self * 0"))
    assert python(checkout, *test).returncode == 0


def test_what_it_writes_is_clean(checkout: Path) -> None:
    assert main(["dev", "new-op", "Zero", "--category", "math"]) == 0
    ruff = [
        "-m",
        "ruff",
        "check",
        "--config",
        str(PACKAGE.parent / "pyproject.toml"),
        "aclnn/ops/math",
        "tests",
    ]
    checked = python(checkout, *ruff)
    assert checked.returncode == 0, checked.stdout
    formatted = python(checkout, "-m", "ruff", "format", "--check", *ruff[3:])
    assert formatted.returncode == 0, formatted.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zero", "--category", "math"], "'zero' is no operator's name"),
        (["Zero", "--category", "Math"], "'Math' is no category"),
        (["Zero", "--category", "../x"], "'../x' is no category"),
        (["Zero", "--category", "math", "--root", "/"], "/ is no checkout of acl-sim"),
        (["Zero"], "the following arguments are required: --category"),
    ],
)
def test_refusals(checkout: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    try:
        status = main(["dev", "new-op", *arguments])
    except SystemExit as exit_:
        status = int(str(exit_.code))
    error = capsys.readouterr().err
    assert status == 2
    assert error.startswith("acl-sim: ")
    assert said in error


def test_an_existing_operator_is_not_overwritten(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dev", "new-op", "Zero", "--category", "math"]) == 0
    file = checkout / "aclnn/ops/math/zero.py"
    file.write_text("# mine\n")
    assert main(["dev", "new-op", "Zero", "--category", "math"]) == 2
    assert "aclnn/ops/math/zero.py exists already" in capsys.readouterr().err
    assert file.read_text() == "# mine\n"
