"""What is said about the nodes of graphs is so."""

from __future__ import annotations

import re
from pathlib import Path

from ge.rules import find_rule, rules

PAGE = Path(__file__).parents[2] / "docs" / "torch.md"


def test_the_page_lists_every_type_of_node() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## Graphs")[1].split("\n## ")[0]
    listed = re.findall(r"\w+", section.split("same inputs:")[1].split("\n\n")[1])
    assert listed == sorted(rules())


def test_every_rule_has_its_operators() -> None:
    missing = {node_type: rule.missing() for node_type, rule in rules().items() if rule.missing()}
    assert missing == {}


def test_a_type_that_aclnn_has_under_the_same_name_needs_no_entry() -> None:
    assert "InterleaveRope" not in rules()
    rule = find_rule("InterleaveRope")
    assert rule is not None
    assert rule.needs == ("InterleaveRope",)
    assert find_rule("NoSuchOperator") is None
