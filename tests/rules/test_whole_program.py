"""Mistakes made in a whole program of the documented shape: each is found at its line, and nothing else with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.pytest_plugin import Npu
from acl_sim.report.model import read_findings

SOURCE = Path(__file__).with_name("documented_shape.cpp")
MARKS = {
    (rule, number)
    for number, text in enumerate(SOURCE.read_text(encoding="utf-8").splitlines(), 1)
    for rule in text.partition("//! ")[2].split()
}
RULES = sorted({rule for rule, _ in MARKS})


def test_there_are_enough() -> None:
    assert len(RULES) >= 20


@pytest.mark.parametrize("rule", RULES)
def test_mistake(npu: Npu, tmp_path: Path, rule: str) -> None:
    program = npu.compile(SOURCE, std="c++11", flags=("-O0", "-Wall", "-Wextra", "-Werror"))
    findings = tmp_path / "findings.jsonl"
    findings.touch()
    npu.run(program, rule, env={"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings)}, check=False)
    found = {(one.rule.id, one.place.line) for one in read_findings(findings)}
    assert found == {mark for mark in MARKS if mark[0] == rule}
