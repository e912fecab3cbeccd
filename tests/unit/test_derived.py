"""Committed files that follow from the declarations are what the declarations say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from acl_sim.build.derived import derived_files
from aclnn.catalogue import catalogue
from aclnn.declare import snake_case

ROOT = Path(__file__).parents[2]
DERIVED = derived_files(ROOT)


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in DERIVED])
def test_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == DERIVED[path], "run `acl-sim build` and commit what it changed"


def test_no_header_without_an_operator() -> None:
    headers = set((ROOT / "include" / "aclnnop").glob("aclnn_*.h")) - {ROOT / "include" / "aclnnop" / "aclnn_util.h"}
    assert headers == {ROOT / "include" / operator.header for operator in catalogue()}


def test_no_page_without_an_operator() -> None:
    pages = set((ROOT / "docs" / "operators").glob("*.md"))
    assert pages == {path for path in DERIVED if path.parent.name == "operators"}


def test_no_page_without_a_rule() -> None:
    pages = set((ROOT / "docs" / "rules").glob("*.md"))
    assert pages == {path for path in DERIVED if path.parent.name == "rules"}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("RotaryPositionEmbeddingGrad", "rotary_position_embedding_grad"),
        ("BidirectionLSTMV2", "bidirection_lstmv2"),
        ("MlaPrologV2", "mla_prolog_v2"),
        ("Add", "add"),
    ],
)
def test_file_names_follow_cann(name: str, file: str) -> None:
    assert snake_case(name) == file
