"""The report for programs."""

from __future__ import annotations

import json
from typing import Any

from acl_sim import __version__
from acl_sim.report.model import Found, Place, Run


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}


def _side(what: str, place: Place | None) -> dict[str, Any] | None:
    return {"what": what, "at": _place(place)} if place is not None else None


def _finding(found: Found) -> dict[str, Any]:
    rule = found.rule
    return {
        "id": rule.id,
        "slug": rule.slug,
        "severity": rule.severity,
        "call": found.call,
        "detail": found.detail,
        "at": _place(found.place),
        "other": _side(found.other, found.other_place),
        "earlier": _side(found.earlier, found.earlier_place),
        "path": [_side(what, place) for what, place in found.path],
        "rule": rule.says,
        "source": rule.source,
        "fix": rule.fix,
    }


def render(runs: list[Run]) -> str:
    """{"tool", "version", "runs": [{"program", "ran", "suppressed", "findings": [...]}]}; its schema is beside
    this file, in findings.schema.json."""
    content = [
        {
            "program": run.program,
            "ran": run.ran,
            "suppressed": run.suppressed,
            "findings": list(map(_finding, run.findings)),
        }
        for run in runs
    ]
    return json.dumps({"tool": "acl-sim", "version": __version__, "runs": content}, indent=2) + "\n"
