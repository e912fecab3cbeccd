"""The report for code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
from typing import Any

from acl_sim import __version__
from acl_sim.report.model import Found, Place, Run

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": place.file.lstrip("/") or "unknown"}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    return {"physicalLocation": physical}


def _result(found: Found) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.rule.id,
        "level": _LEVELS[found.rule.severity],
        "message": {"text": f"{found.detail}. {found.rule.fix}"},
        "locations": [_location(found.place)],
    }
    related = [{**_location(place), "message": {"text": what}} for what, place in found.related]
    if related:
        result["relatedLocations"] = related
    return result


def render(runs: list[Run]) -> str:
    """One SARIF run per checked run, each with the rules it reports."""
    logs = []
    for run in runs:
        rules = {found.rule.id: found.rule for found in run.findings}
        driver = {
            "name": "acl-sim",
            "version": __version__,
            "rules": [
                {"id": rule.id, "name": rule.slug, "shortDescription": {"text": rule.says}, "help": {"text": rule.fix}}
                for rule in rules.values()
            ],
        }
        logs.append({"tool": {"driver": driver}, "results": list(map(_result, run.findings))})
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": logs}, indent=2) + "\n"
