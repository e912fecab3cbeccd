"""Reports hold to their schemas, whatever a finding knows and does not know."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import acl_sim.report
from acl_sim.checks import load_rules
from acl_sim.checks.finding import RULES
from acl_sim.report import json_, sarif
from acl_sim.report.model import Found, Place, Run

load_rules()
OURS = json.loads(Path(acl_sim.report.__file__).with_name("findings.schema.json").read_text(encoding="utf-8"))
HERE, THERE, NOWHERE = Place("/src/a b.cpp", 12), Place("/src/ü.cpp", 1), Place("", 0)
PLAIN = Found(RULES["M105"], "aclrtFree", "allocation #1 is freed again", HERE)
FINDINGS = {
    "plain": PLAIN,
    "without call": replace(PLAIN, call=""),
    "without line": replace(PLAIN, place=Place("app+0x12", 0)),
    "unknown place": replace(PLAIN, place=NOWHERE),
    "both sides": replace(PLAIN, other="allocation #1 was freed", other_place=THERE),
    "side unknown": replace(PLAIN, other="allocation #1 was freed", other_place=NOWHERE),
    "after a failure": replace(PLAIN, earlier="before, aclrtMalloc answered 207001", earlier_place=THERE),
    "deadlock": replace(PLAIN, rule=RULES["S208"], path=(("stream A waits", HERE), ("stream B waits", NOWHERE))),
    "advice": replace(PLAIN, rule=RULES["P701"]),
    "warning": replace(PLAIN, rule=RULES["M107"]),
}
RUNS = [Run("app.cpp", list(FINDINGS.values()), 2, "ran no operator; 7 runtime calls"), Run("app.cpp")]


def test_json() -> None:
    jsonschema.Draft202012Validator.check_schema(OURS)
    jsonschema.Draft202012Validator(OURS).validate(json.loads(json_.render(RUNS)))


@pytest.mark.parametrize("wrong", [{"at": None}, {"severity": "fatal"}, {"id": "M1"}, {"more": 1}])
def test_the_schema_refuses_what_it_does_not_describe(wrong: dict[str, Any]) -> None:
    report = json.loads(json_.render(RUNS))
    report["runs"][0]["findings"][0].update(wrong)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(OURS).validate(report)


def test_sarif() -> None:
    """Against the schema that OASIS publishes, which is not ours to copy."""
    schema = os.environ.get("ACL_SIM_SARIF_SCHEMA")
    if not schema:
        pytest.skip("ACL_SIM_SARIF_SCHEMA does not name OASIS's sarif-schema-2.1.0.json")
    official = json.loads(Path(schema).read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(official, format_checker=jsonschema.FormatChecker()).validate(
        json.loads(sarif.render(RUNS))
    )


def test_sarif_names_files_as_code_scanning_wants_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Relative to the repository that the check runs in; others by their absolute URI."""
    monkeypatch.chdir(tmp_path)
    inside = replace(PLAIN, place=Place(str(tmp_path / "src" / "a b.cpp"), 3), other="made", other_place=HERE)
    (run,) = json.loads(sarif.render([Run("app", [inside])]))["runs"]
    (result,) = run["results"]
    uris = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for location in (*result["locations"], *result["relatedLocations"])
    ]
    assert uris == ["src/a%20b.cpp", "file:///src/a%20b.cpp"]
