"""A checked run: findings with their sites resolved to files and lines where that is possible."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acl_sim.checks import load_rules
from acl_sim.checks.finding import RULES, Rule


@dataclass(frozen=True)
class Place:
    """A call site as a reader wants it. line is 0 where only module and offset are known."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file or "an unknown place"


@dataclass(frozen=True)
class Found:
    """One finding, ready to be shown."""

    rule: Rule
    call: str
    detail: str
    place: Place
    other: str = ""
    other_place: Place | None = None
    earlier: str = ""
    earlier_place: Place | None = None
    path: tuple[tuple[str, Place], ...] = ()

    @property
    def related(self) -> list[tuple[str, Place]]:
        """The other places that it names, each with what happened there."""
        pairs = ((self.other, self.other_place), (self.earlier, self.earlier_place))
        return [*((what, place) for what, place in pairs if place is not None), *self.path]


@dataclass
class Run:
    """All that one run of a program showed. ran: the closing line of what really ran."""

    program: str
    findings: list[Found] = field(default_factory=list)
    suppressed: int = 0
    ran: str = ""


def _addr2line() -> str | None:
    return shutil.which("addr2line") or shutil.which("llvm-addr2line")


def _lines(module: str, offsets: list[int]) -> dict[int, Place]:
    """file:line of each offset that debug information knows."""
    tool = _addr2line()
    if tool is None or not Path(module).is_file():
        return {}
    command = [tool, "-e", module, *(hex(offset) for offset in offsets)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    places = {}
    for offset, text in zip(offsets, answer):
        file, _, line = text.partition(" ")[0].rpartition(":")
        if line.isdecimal() and int(line) > 0 and not file.startswith("?"):
            places[offset] = Place(file, int(line))
    return places


def _resolve(sites: Iterable[dict[str, Any]]) -> dict[tuple[str, int], Place]:
    by_module: dict[str, list[int]] = defaultdict(list)
    for site in sites:
        if site["module"] and not site["is_line"]:
            by_module[site["module"]].append(site["offset"])
    places = {}
    for module, offsets in by_module.items():
        known = _lines(module, offsets)
        for offset in offsets:
            places[module, offset] = known.get(offset, Place(f"{Path(module).name}+{offset:#x}", 0))
    return places


def read_findings(path: Path) -> list[Found]:
    """The findings that a run left in its file, in the order they were made; a half-written last line is left out."""
    load_rules()
    raw = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            raw.append(json.loads(line))
        except ValueError:
            continue
    sides = [side for item in raw for side in (item["other"], item.get("earlier"), *item.get("path", ())) if side]
    places = _resolve([item["site"] for item in raw] + [side["site"] for side in sides])

    def place(site: dict[str, Any]) -> Place:
        if site["is_line"]:
            return Place(site["module"], site["offset"])
        return places.get((site["module"], site["offset"]), Place("", 0))

    def side(known: dict[str, Any] | None) -> tuple[str, Place | None]:
        return (known["what"], place(known["site"])) if known else ("", None)

    return [
        Found(
            RULES[item["rule"]],
            item["call"],
            item["detail"],
            place(item["site"]),
            *side(item["other"]),
            *side(item.get("earlier")),  # the native layer knows of none, nor of a path
            tuple((link["what"], place(link["site"])) for link in item.get("path", ())),
        )
        for item in raw
    ]
