"""`acl-sim coverage` tells what is simulated from what is only declared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest

from acl_sim.cli import coverage, main

if TYPE_CHECKING:
    from aclnn.declare import Operator


class Declared:
    """As much of an operator's declaration as the listing uses."""

    def __init__(self, c_name: str, category: str) -> None:
        self.c_name, self.category = c_name, category
        self.families, self.dtypes, self.page = ("A2", "A3"), ("FLOAT", "BF16"), f"{category}/{c_name}"


EXPORTED = ["aclInit", "aclnnInit", "aclrtMalloc", "aclrtMallocHost"]
for _name in ("aclnnZero", "aclnnAdd", "aclnnMul"):
    EXPORTED += [f"{_name}GetWorkspaceSize", _name]
OPERATORS = cast("list[Operator]", [Declared("aclnnZero", "activation"), Declared("aclnnAdd", "math")])


@pytest.fixture
def found() -> coverage.Coverage:
    return coverage.measure(OPERATORS, EXPORTED, {"aclInit", "aclnnInit", "aclrtMalloc"})


def test_measure(found: coverage.Coverage) -> None:
    assert [operator.c_name for operator in found.operators] == ["aclnnZero", "aclnnAdd"]
    assert found.missing_operators == ["aclnnMul"]
    assert found.functions == ["aclInit", "aclnnInit", "aclrtMalloc"]
    assert found.missing_functions == ["aclrtMallocHost"]


def test_text(found: coverage.Coverage) -> None:
    assert coverage.text(found) == (
        "activation  aclnnZero  A2 A3  FLOAT BF16  activation/aclnnZero\n"
        "math        aclnnAdd   A2 A3  FLOAT BF16  math/aclnnAdd\n"
        "\n"
        "2 of 3 declared operators are simulated.\n"
        "3 of 4 other declared functions are simulated.\n"
        "Only declared:\n"
        "  aclnnMul\n"
        "  aclrtMallocHost"
    )


def test_markdown(found: coverage.Coverage) -> None:
    page = coverage.markdown(found).splitlines()
    assert "| math | aclnnAdd | A2 A3 | FLOAT BF16 | math/aclnnAdd |" in page
    assert page.index("## Other functions") < page.index("- `aclrtMalloc`") < page.index("## Only declared")
    assert page[-2:] == ["- `aclnnMul`", "- `aclrtMallocHost`"]


def test_json(found: coverage.Coverage) -> None:
    document = json.loads(coverage.as_json(found))
    assert document["operators"][1] == {
        "category": "math",
        "name": "aclnnAdd",
        "products": ["A2", "A3"],
        "dtypes": ["FLOAT", "BF16"],
        "page": "math/aclnnAdd",
    }
    assert document["functions"]["only_declared"] == ["aclrtMallocHost"]


def test_nothing_at_all() -> None:
    empty = coverage.measure([], [], set())
    assert coverage.text(empty).splitlines()[0] == "0 of 0 declared operators are simulated."


def test_the_command_lists_this_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    names = [operator["name"] for operator in document["operators"]]
    assert "aclnnRotaryPositionEmbeddingGrad" in names
    assert "aclrtMalloc" in document["functions"]["simulated"]
    assert not set(names) & set(document["operators_only_declared"])
