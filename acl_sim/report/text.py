"""The report for people: location, rule, both sides of the conflict, the fix."""

from __future__ import annotations

from collections.abc import Iterator

from acl_sim.report.model import Found, Run


def _finding(found: Found) -> Iterator[str]:
    rule = found.rule
    yield f"{found.place}: {rule.severity}: {found.detail} [{rule.id} {rule.slug}]"
    if found.call:
        yield f"    in {found.call}"
    for what, place in found.related:
        yield f"    {what}, at {place}"
    yield f"    rule: {rule.says} ({rule.source})"
    yield f"    fix: {rule.fix}"


def render(runs: list[Run]) -> str:
    """All findings, then one line that counts them and says what ran."""
    lines: list[str] = []
    for run in runs:
        for found in run.findings:
            lines += _finding(found)
        count = len(run.findings)
        closing = f"{count} finding{'s' if count != 1 else ''}" if count else "no findings"
        if run.suppressed:
            closing += f" ({run.suppressed} suppressed)"
        lines.append(f"acl-sim check: {closing}" + (f"; {run.ran}" if run.ran else ""))
    if any(not found.place.line for run in runs for found in run.findings):
        lines.append("acl-sim check: compile with -g and have binutils' addr2line to see files and lines")
    return "\n".join(lines) + "\n"
