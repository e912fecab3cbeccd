"""The report as workflow commands: GitHub shows each finding at its line."""

from __future__ import annotations

from acl_sim.report.model import Run

_KINDS = {"error": "error", "warning": "warning", "advice": "notice"}


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def render(runs: list[Run]) -> str:
    """One line a finding."""
    lines = []
    for run in runs:
        for found in run.findings:
            place = f"file={_escaped(found.place.file, ':,')},line={found.place.line}," if found.place.line else ""
            title = _escaped(f"{found.rule.id} {found.rule.slug}", ":,")
            text = _escaped(f"{found.detail}. {found.rule.fix}")
            lines.append(f"::{_KINDS[found.rule.severity]} {place}title={title}::{text}")
    return "".join(f"{line}\n" for line in lines)
