"""Correct programs stay silent and right, whatever order their tasks run in: the samples, each rule's positive twin, a
caching allocator, a double-buffered pipeline.

ACL_SIM_SEEDS says under how many shuffled schedules; continuous integration takes 50, which is some minutes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from acl_sim.checks import load_rules
from acl_sim.checks.finding import ADVICE, RULES
from acl_sim.pytest_plugin import Npu
from acl_sim.report.model import Found, read_findings

load_rules()
ROOT = Path(__file__).parents[2]
WHOLE = ROOT / "tests/rules/documented_shape.cpp"
POSITIVE = [*sorted((ROOT / "tests/rules/positive").glob("*.cpp")), WHOLE]
SAMPLES = sorted(ROOT.glob("samples/*/main.c*"))
SEEDS = range(1, 1 + int(os.environ.get("ACL_SIM_SEEDS", "2")))
SCHEDULES = ("deferred", "eager", *(f"shuffled:{seed}" for seed in SEEDS))
FLAGS = ("-g", "-O0", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'tests/rules'}")
DELIBERATE = {"04_error_handling": {"L301"}}  # it shows what a destroyed stream answers


def complaints(npu: Npu, program: Path, findings: Path, advise: bool = False) -> list[Found]:
    """Everything that is found in runs under each schedule; each must end with 0."""
    found = []
    wanted = {"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings), "ACL_SIM_CHECK_ADVISE": str(int(advise))}
    for schedule in SCHEDULES:
        findings.write_text("")
        npu.run(program, env={**wanted, "ACL_SIM_SCHEDULE": schedule})
        found += read_findings(findings)
    return found


@pytest.mark.parametrize("source", POSITIVE, ids=lambda source: source.stem)
def test_positive(npu: Npu, source: Path, tmp_path: Path) -> None:
    rule = RULES.get(source.stem.split("_")[0])  # whole programs are named after none
    program = npu.compile(source, std="c++11", flags=FLAGS)
    advise = rule is not None and rule.severity == ADVICE
    assert [str(found) for found in complaints(npu, program, tmp_path / "findings.jsonl", advise)] == []


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.parent.name)
def test_sample(npu: Npu, source: Path, tmp_path: Path) -> None:
    program = npu.compile(source, flags=["-g"])
    found = complaints(npu, program, tmp_path / "findings.jsonl")
    assert {one.rule.id for one in found} == DELIBERATE.get(source.parent.name, set()), list(map(str, found))
