"""Every rule has a program that breaks it, at a marked line, and a twin that does not.

A line of a negative program ends with `//! M104` (or several identifiers): checking it must find exactly the marked
rules at exactly the marked lines. A positive program must stay silent: test_no_false_positives.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from acl_sim.checks import load_rules
from acl_sim.checks.finding import ADVICE, RULES
from acl_sim.pytest_plugin import Npu
from acl_sim.report.model import Found, read_findings

HERE = Path(__file__).parent
NEGATIVE = sorted((HERE / "negative").glob("*.cpp"))
FLAGS = ("-g", "-O0", "-Wall", "-Wextra", "-Werror", f"-I{HERE}")

FAMILIES = {name.rsplit(".", 1)[1] for name in load_rules()}


def names(path: Path) -> str:
    return path.stem


def check(npu: Npu, source: Path, tmp_path: Path, **environment: str) -> list[Found]:
    findings = tmp_path / "findings.jsonl"
    findings.write_text("")
    program = npu.compile(source, std="c++11", flags=FLAGS)
    rule = RULES.get(source.stem.split("_")[0])  # whole programs are named after none
    advice = {"ACL_SIM_CHECK_ADVISE": "1"} if rule and rule.severity == ADVICE else {}
    variables = {"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings), **advice, **environment}
    npu.run(program, env=variables, check=False, timeout=60)
    return read_findings(findings)


def marked(source: Path) -> set[tuple[str, int]]:
    """(identifier, line) of every mark."""
    lines = enumerate(source.read_text(encoding="utf-8").splitlines(), 1)
    marks = ((re.search(r"//! (.*)$", text), number) for number, text in lines)
    return {(identifier, number) for mark, number in marks if mark for identifier in mark[1].split()}


@pytest.mark.parametrize("source", NEGATIVE, ids=names)
def test_negative(npu: Npu, source: Path, tmp_path: Path) -> None:
    findings = check(npu, source, tmp_path)
    assert {(found.rule.id, found.place.line) for found in findings} == marked(source)
    assert {Path(found.place.file).name for found in findings} == {source.name}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_has_both_programs(rule: str) -> None:
    name = f"{rule}_{RULES[rule].slug.replace('-', '_')}.cpp"
    negative = HERE / "negative" / name
    assert negative.is_file()
    assert rule in {identifier for identifier, _ in marked(negative)}
    assert (HERE / "positive" / name).is_file()


def test_every_family_has_a_rule() -> None:
    """So that the next test misses none. Noise, which in_flight also makes, has a test of its own."""
    assert {rule.family for rule in RULES.values()} == FAMILIES


@pytest.mark.parametrize("source", NEGATIVE, ids=names)
def test_each_family_is_needed(npu: Npu, source: Path, tmp_path: Path) -> None:
    """Without the family that declares it, a rule finds nothing: no other checker says the same."""
    rule = RULES[source.stem.split("_")[0]]
    findings = check(npu, source, tmp_path, ACL_SIM_CHECK_WITHOUT=rule.family)
    assert rule.id not in {found.rule.id for found in findings}
