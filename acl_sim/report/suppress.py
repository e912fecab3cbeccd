"""Findings that a team has decided to live with: lines of `ID where reason` in a file.

`where` is a file, or file:line, of the finding's site, or `*`. A reason is required, and a line that matches nothing
is reported, so that the list does not outlive its causes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from acl_sim.program import Problem
from acl_sim.report.model import Found


@dataclass(frozen=True)
class _Line:
    text: str
    rule: str
    where: str

    def matches(self, found: Found) -> bool:
        names = (str(found.place), found.place.file, Path(str(found.place)).name, Path(found.place.file).name, "*")
        return found.rule.id == self.rule and self.where in names


@dataclass(frozen=True)
class Kept:
    findings: list[Found]
    suppressed: int


@dataclass
class Suppressions:
    lines: list[_Line] = field(default_factory=list)
    _used: set[_Line] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Suppressions:
        """The lines of a file; empty ones and those that begin with # do not count. Problem: a line without reason."""
        lines = []
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = text.split(None, 2)
            if not words or words[0].startswith("#"):
                continue
            if len(words) < 3:
                raise Problem(f"{path}:{number}: expected `ID where reason`, got {text!r}")
            lines.append(_Line(text, words[0], words[1]))
        return cls(lines)

    def filter(self, findings: list[Found]) -> Kept:
        """What is left of the findings, and how many are not."""
        kept = []
        for found in findings:
            match = next((line for line in self.lines if line.matches(found)), None)
            if match is None:
                kept.append(found)
            else:
                self._used.add(match)
        return Kept(kept, len(findings) - len(kept))

    def unused(self) -> list[str]:
        """Lines that matched nothing."""
        return [line.text for line in self.lines if line not in self._used]
