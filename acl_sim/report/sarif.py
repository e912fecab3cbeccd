"""The report for code scanning: SARIF 2.1.0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from acl_sim import __version__
from acl_sim.report.model import Found, Place, Run

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}


def _uri(file: str) -> str:
    """Relative to the current directory, which code scanning takes for the repository; absolute outside of it."""
    path = Path(file)
    if path.is_relative_to(Path.cwd()):
        return quote(path.relative_to(Path.cwd()).as_posix())
    return path.as_uri() if path.is_absolute() else quote(file) or "unknown"


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
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
