"""What became of the cases of a foreign test file, told apart by why the simulator lacks something or is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

PASSED, SKIPPED, MISSING, WRONG = "pass", "skip", "missing", "wrong"

_MISSING = (
    re.compile(r"Operator (\w+) is not simulated"),
    re.compile(r"(aclnn\w+) or aclnn\w+GetWorkspaceSize not in"),
    re.compile(r"acl-sim: (\w+) is declared by CANN but not simulated"),
    re.compile(r"Failed to find function (\w+)"),
    re.compile(r"No module named '([\w.]+)'"),
)


@dataclass(frozen=True)
class Case:
    """One case; `reason` is what it lacks when it is missing something, the last line of its error when it is wrong."""

    file: str
    name: str
    outcome: str
    reason: str = ""


@dataclass
class Report:
    """The cases of several files."""

    cases: list[Case] = field(default_factory=list)

    def of(self, outcome: str) -> list[Case]:
        return [case for case in self.cases if case.outcome == outcome]

    def counts(self) -> dict[str, int]:
        return {outcome: len(self.of(outcome)) for outcome in (PASSED, SKIPPED, MISSING, WRONG)}

    def lacks(self) -> Counter[str]:
        """How many cases lack each operator, function or Python module."""
        return Counter(case.reason for case in self.of(MISSING))

    def text(self) -> str:
        """Totals, what is missing with the number of cases, and every case that is wrong."""
        lines = [", ".join(f"{outcome} {count}" for outcome, count in self.counts().items())]
        lines += [f"  lacks {what}: {count}" for what, count in self.lacks().most_common()]
        lines += [f"  wrong {case.file}::{case.name}: {case.reason}" for case in self.of(WRONG)]
        return "\n".join(lines)


def _lacking(text: str) -> str | None:
    for pattern in _MISSING:
        if found := pattern.search(text):
            return found[1]
    return None


def _case(file: str, element: ElementTree.Element) -> Case:
    name = element.get("name", "")
    if element.find("skipped") is not None:
        return Case(file, name, SKIPPED, element.find("skipped").get("message", ""))  # type: ignore[union-attr]
    bad = element.find("failure")
    bad = bad if bad is not None else element.find("error")
    if bad is None:
        return Case(file, name, PASSED)
    said = "\n".join(child.text or "" for child in element)
    if (what := _lacking(f"{bad.get('message', '')}\n{said}")) is not None:
        return Case(file, name, MISSING, what)
    message = (bad.get("message") or "no message").strip().splitlines()
    return Case(file, name, WRONG, message[0])


def cases_of(file: str, junit: Path) -> Iterator[Case]:
    """The cases in the report that pytest wrote."""
    for element in ElementTree.parse(junit).iter("testcase"):
        yield _case(file, element)
