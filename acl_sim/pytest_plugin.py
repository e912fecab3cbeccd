"""The fixture `npu`: compiles and runs AscendCL programs on a fresh simulated machine per test.

    def test_sample(npu):
        result = npu.build_and_run(Path("samples/01_add/main.cpp"))
        assert result.operators == {"aclnnAdd": 1}

    @pytest.mark.npu(product="Ascend910B4", devices=2, schedule="eager")
    def test_on_two_devices(npu): ...

Every run is a process of its own, so no state passes from one to the next.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from acl_sim.program import Outcome

SUFFIXES = {"c": ".c", "c++": ".cpp"}
MARK = "npu(product=None, devices=None, schedule=None): the machine that the fixture npu simulates in this test"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARK)


@dataclass(frozen=True)
class Result:
    """How a program ended, what it wrote, and what of it reached the simulator."""

    returncode: int
    """As subprocess gives it: negative for a death by signal."""
    stdout: str
    stderr: str
    calls: dict[str, int]
    """Calls of exported functions, by name."""
    operators: dict[str, int]
    """Operators that ran, by name."""


@dataclass
class Npu:
    """Builds programs and runs them on the machine that the test's mark describes."""

    directory: Path
    prefix: Path
    machine: Mapping[str, str]
    _built: dict[str, Path] = field(default_factory=dict)

    def compile(
        self,
        source: Path | str,
        lang: str = "c++",
        *,
        std: str | None = None,
        sanitize: Sequence[str] = (),
        flags: Sequence[str] = (),
    ) -> Path:
        """Compiles `source`, a path or a program's text; the same build is made once a session.

        `sanitize` names sanitizers, such as "address". A failed build fails the test with the messages.
        """
        from acl_sim.program import compile_program, compiler

        given = _path(source)
        text = given.read_text(encoding="utf-8") if given else str(source)
        flags = [*(f"-fsanitize={name}" for name in sanitize), *flags]
        path = given or Path(f"program{SUFFIXES[lang]}")
        identity = (str(path.absolute()), text, std, flags, compiler([path]))
        key = hashlib.sha256(repr(identity).encode()).hexdigest()[:16]
        if key not in self._built:
            place = self.directory / key
            place.mkdir(exist_ok=True)  # an earlier attempt may have failed
            if given is None:
                path = place / path
                path.write_text(text, encoding="utf-8")
            made = compile_program([path], place / "program", self.prefix, std=std, flags=flags)
            if made.returncode != 0:
                pytest.fail(f"{path} did not compile:\n{made.stderr}", pytrace=False)
            self._built[key] = place / "program"
        return self._built[key]

    def run(
        self,
        program: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
        check: bool = True,
    ) -> Result:
        """Runs `program`; with `check`, any exit status but 0 fails the test and shows the output."""
        from acl_sim.program import run_program

        try:
            outcome = run_program(
                program,
                arguments,
                self.prefix,
                env={**self.machine, **(env or {})},
                capture=True,
                timeout=timeout,
            )
        except subprocess.TimeoutExpired as late:
            pytest.fail(f"{program} did not end within {timeout} s{_shown(late.stdout, late.stderr)}", pytrace=False)
        if check and outcome.returncode != 0:
            pytest.fail(f"{program} {_ending(outcome)}{_shown(outcome.stdout, outcome.stderr)}", pytrace=False)
        counts = outcome.counts
        return Result(outcome.returncode, outcome.stdout, outcome.stderr, dict(counts.calls), dict(counts.operators))

    def build_and_run(
        self,
        source: Path | str,
        *arguments: str,
        lang: str = "c++",
        std: str | None = None,
        sanitize: Sequence[str] = (),
        flags: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        timeout: float = 60,
        check: bool = True,
    ) -> Result:
        """`compile` and `run` in one."""
        program = self.compile(source, lang, std=std, sanitize=sanitize, flags=flags)
        return self.run(program, *arguments, env=env, timeout=timeout, check=check)


@pytest.fixture(scope="session")
def _npu_builds(tmp_path_factory: pytest.TempPathFactory) -> Npu:
    """What the tests of a session share: the toolkit tree and the programs built so far."""
    from acl_sim.program import Problem, toolkit_tree

    try:
        return Npu(tmp_path_factory.mktemp("npu"), toolkit_tree(), {})
    except Problem as problem:
        raise pytest.UsageError(f"acl-sim: {problem}") from None


@pytest.fixture
def npu(request: pytest.FixtureRequest, _npu_builds: Npu) -> Npu:
    """A simulated machine of this test's own; the mark `npu` chooses its product, devices and schedule."""
    return replace(_npu_builds, machine=_marked_machine(request.node))


def _marked_machine(node: pytest.Item) -> dict[str, str]:
    """The environment that the marks of a test ask for; what stands closer to the test wins."""
    from acl_sim.cli.products import resolve
    from acl_sim.environment import machine_variables
    from acl_sim.program import Problem

    wanted: dict[str, Any] = {"product": None, "devices": None, "schedule": None}
    for mark in reversed(list(node.iter_markers("npu"))):
        if mark.args or mark.kwargs.keys() - wanted.keys():
            raise pytest.UsageError(f"{node.nodeid}: the mark is {MARK.split(':')[0]}")
        wanted.update(mark.kwargs)
    try:
        wanted["product"] = wanted["product"] and resolve(wanted["product"])
    except Problem as problem:
        raise pytest.UsageError(f"{node.nodeid}: {problem}") from None
    return machine_variables(**wanted)


def _path(source: Path | str) -> Path | None:
    """`source` when it is a path; text that is one, on one line with a source's suffix, is taken for it."""
    from acl_sim.program import is_source

    if isinstance(source, Path):
        return source
    return Path(source) if "\n" not in source and is_source(Path(source)) else None


def _ending(outcome: Outcome) -> str:
    if outcome.returncode < 0:
        return f"was killed by signal {-outcome.returncode}"
    return f"ended with exit status {outcome.returncode}"


def _shown(stdout: object, stderr: object) -> str:
    return f"\n--- stdout ---\n{stdout or ''}\n--- stderr ---\n{stderr or ''}"
