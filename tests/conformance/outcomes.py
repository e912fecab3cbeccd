"""What became of the cases of a foreign test file, told apart by why the simulator lacks something or is wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

PASSED, SKIPPED, MISSING, UNFIT, WRONG = "pass", "skip", "missing", "unfit", "wrong"

# What a text says is missing: the name in it, or what the pattern stands for.
_MISSING = (
    (re.compile(r"Operator (\w+) is not simulated as a single operator"), "{} as a single operator"),
    (re.compile(r"Operator (\w+) is not simulated"), "{}"),
    (re.compile(r"(aclnn\w+) or aclnn\w+GetWorkspaceSize not in"), "{}"),
    (re.compile(r"(aclnn\w+GetMaxWorkspaceSize) not in"), "{}"),
    (re.compile(r"The operation of atb::infer::(\w+)Param is declared by ATB but not simulated"), "ATB's {}"),
    (re.compile(r"acl-sim: (\w+) is declared by CANN but not simulated"), "{}"),
    (re.compile(r"Failed to find function (\w+)"), "{}"),
    (re.compile(r"No module named '([\w.]+)'"), "the Python module {}"),
    (re.compile(r"(Hccl\w+)"), "{}"),
    (re.compile(r"InductorError: AssertionError: Device npu not supported"), "a compiler for inductor (Triton)"),
)

# Cases that need another machine, or would fail on a device, too, with the packages that are installed.
_UNFIT = (
    (re.compile(r"The host has no memory for"), "needs more memory than this host has"),
    (re.compile(r"module 'numpy' has no attribute '(\w+)'"), "uses numpy.{} of an older numpy"),
    (re.compile(r"object has no attribute '(assert\w+)'"), "uses {} in a class that is no TestCase"),
)


@dataclass(frozen=True)
class Case:
    """One case; `reason` is what it lacks when it is missing something, the first line of its error otherwise."""

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
        return {outcome: len(self.of(outcome)) for outcome in (PASSED, SKIPPED, MISSING, UNFIT, WRONG)}

    def lacks(self) -> Counter[str]:
        """How many cases lack each operator, function or Python module."""
        return Counter(case.reason for case in self.of(MISSING))

    def text(self) -> str:
        """Totals, what is missing with the number of cases, and every case that is unfit or wrong."""
        lines = [", ".join(f"{outcome} {count}" for outcome, count in self.counts().items())]
        lines += [f"  lacks {what}: {count}" for what, count in self.lacks().most_common()]
        for outcome in (UNFIT, WRONG):
            lines += [f"  {outcome} {case.file}::{case.name}: {case.reason}" for case in self.of(outcome)]
        return "\n".join(lines)


@dataclass
class Record:
    """What the recorder wrote about a run: the cases that ended, and the one that was running when the process did,
    with what it had said when its time was over."""

    cases: dict[str, Case]
    running: str | None
    said: str

    @classmethod
    def read(cls, file: str, path: Path) -> Record:
        """The record at `path` of a run of `file`; without one, nothing has happened."""
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        reports: dict[str, list[dict[str, str]]] = {}
        running, said = None, ""
        for event in map(json.loads, lines):
            if event["event"] == "report":
                reports.setdefault(event["case"], []).append(event)
            elif event["event"] == "stuck":
                said = event["text"]
            running = event["case"] if event["event"] == "start" else None if event["event"] == "finish" else running
        return cls({name: _case(file, name, of) for name, of in reports.items() if name != running}, running, said)


def _case(file: str, node: str, reports: list[dict[str, str]]) -> Case:
    """The worst of what was reported: a case may fail in several phases and subtests."""
    failures = [report for report in reports if report["outcome"] == "failed"]
    if failures:
        said = "\n".join(f"{report['line']}\n{report['text']}" for report in failures)
        return judged(file, node, failures[0]["line"].strip().partition("\n")[0], said)
    skips = [report for report in reports if report["outcome"] == "skipped"]
    outcome, reason = (SKIPPED, skips[0].get("line", "")) if skips else (PASSED, "")
    return Case(file, _name(node), outcome, reason)


def judged(file: str, node: str, failure: str, said: str) -> Case:
    """A case that failed: missing something or unfit if what it said shows that, else wrong."""
    for outcome, patterns in ((MISSING, _MISSING), (UNFIT, _UNFIT)):
        for pattern, reason in patterns:
            if found := pattern.search(said):
                return Case(file, _name(node), outcome, reason.format(*found.groups()))
    return Case(file, _name(node), WRONG, failure)


def _name(node: str) -> str:
    """A case by pytest's name for it, without the file's."""
    return node.partition("::")[2] or "(file)"
