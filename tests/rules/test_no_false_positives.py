"""Correct programs stay silent and right, whatever order their tasks run in: the samples, each rule's positive twin, a
whole program in the documented shape, a caching allocator, a double-buffered pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from acl_sim.checks import load_rules
from acl_sim.checks.finding import ADVICE, RULES
from acl_sim.pytest_plugin import Npu

load_rules()
HERE = Path(__file__).parent
POSITIVE = [*sorted(HERE.glob("positive/*.cpp")), HERE / "documented_shape.cpp"]
SAMPLES = sorted(HERE.parents[1].glob("samples/*/main.c*"))
SEEDS = 50
SCHEDULES = ["deferred", "eager", *(f"shuffled:{seed}" for seed in range(1, SEEDS + 1))]
SHARED = ("-shared", "-fPIC")
STRICT = ("-g", "-O0", "-Wall", "-Wextra", "-Werror", f"-I{HERE}")
DELIBERATE = {
    "04_error_handling": {"L301"},  # it shows what a destroyed stream answers
}


def broken_rules(npu: Npu, program: Path, advise: bool = False) -> set[str]:
    """What is found in runs under all schedules; each must return 0."""
    variables = {"ACL_SIM_CHECK_ADVISE": str(int(advise))}
    done = npu.run(HERE / "in_process.py", "--schedules", ",".join(SCHEDULES), str(program), env=variables, timeout=300)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [run["schedule"] for run in runs] == SCHEDULES, done.stderr
    assert {run["returned"] for run in runs} == {0}
    return {rule for run in runs for rule, _ in run["found"]}


@pytest.mark.parametrize("source", POSITIVE, ids=lambda source: source.stem)
def test_positive(npu: Npu, source: Path) -> None:
    rule = RULES.get(source.stem.split("_")[0])  # whole programs are named after none
    program = npu.compile(source, std="c++11", flags=(*SHARED, *STRICT))
    assert broken_rules(npu, program, advise=rule is not None and rule.severity == ADVICE) == set()


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.parent.name)
def test_sample(npu: Npu, source: Path) -> None:
    program = npu.compile(source, flags=(*SHARED, "-g"))
    assert broken_rules(npu, program) == DELIBERATE.get(source.parent.name, set())
