"""Correct programs of some size stay silent, whatever order their tasks run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu
from acl_sim.report.model import Found, read_findings

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted(path for path in (ROOT / "tests/rules/positive").glob("*.cpp") if path.stem[0].islower())
SAMPLES = sorted(ROOT.glob("samples/*/main.c*"))
FLAGS = ("-g", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'tests/rules'}")
DELIBERATE = {"04_error_handling": {"L301"}}  # it shows what a destroyed stream answers


def complaints(npu: Npu, program: Path, findings: Path, seeds: range) -> list[Found]:
    """Everything that is found in runs under each schedule."""
    found = []
    for schedule in ("deferred", "eager", *(f"shuffled:{seed}" for seed in seeds)):
        findings.write_text("")
        npu.run(program, env={"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings), "ACL_SIM_SCHEDULE": schedule})
        found += read_findings(findings)
    return found


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda source: source.stem)
def test_program(npu: Npu, source: Path, tmp_path: Path) -> None:
    program = npu.compile(source, std="c++11", flags=FLAGS)
    assert [str(found) for found in complaints(npu, program, tmp_path / "findings.jsonl", range(20))] == []


@pytest.mark.parametrize("source", SAMPLES, ids=lambda source: source.parent.name)
def test_sample(npu: Npu, source: Path, tmp_path: Path) -> None:
    program = npu.compile(source, flags=["-g"])
    found = complaints(npu, program, tmp_path / "findings.jsonl", range(1, 4))
    assert {one.rule.id for one in found} == DELIBERATE.get(source.parent.name, set()), list(map(str, found))
