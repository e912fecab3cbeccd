"""Rules, and what is found to break them.

A finding is written to the file that ACL_SIM_FINDINGS names at the moment it is found, one JSON object a line, so
that it survives a crash of the program. Call sites are kept as addresses: whoever reports resolves them.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from acl_sim.checks.site import Site, here

FINDINGS_STATUS = 86  # the exit status that means findings
ERROR, WARNING, ADVICE = "error", "warning", "advice"


@dataclass(frozen=True)
class Rule:
    """What programs must do. says: one sentence; source: the documented page; fix: what to do instead; family: the
    file below rules that declares it."""

    id: str
    slug: str
    severity: str
    says: str
    source: str
    fix: str
    family: str = ""


@dataclass(frozen=True)
class Side:
    """Another place that a finding names: the pending task, the allocation, the destroy, the call that failed."""

    what: str
    site: Site


@dataclass(frozen=True)
class Finding:
    """One break of a rule: where, in which words, and against what. earlier: the refused call that came before.
    path: the waits of a deadlock."""

    rule: str
    call: str
    detail: str
    site: Site
    other: Side | None = None
    earlier: Side | None = None
    path: tuple[Side, ...] = ()


RULES: dict[str, Rule] = {}

_seen: set[tuple[str, Site]] = set()
_path: Path | None = None


def rule(id: str, slug: str, severity: str, says: str, source: str, fix: str) -> Rule:
    """Declares a rule; identifiers are never used twice."""
    assert id not in RULES, f"{id} is declared twice"
    family = sys._getframe(1).f_globals["__name__"].rsplit(".", 1)[1]
    RULES[id] = Rule(id, slug, severity, says, source, fix, family)
    return RULES[id]


def found(
    broken: Rule,
    detail: str,
    other: Side | None = None,
    at: Site | None = None,
    call: str = "",
    path: tuple[Side, ...] = (),
) -> None:
    """Reports a finding at the present call, or at another site. The same rule at the same site is reported once."""
    from acl_sim.checks.refusals import refusals
    from acl_sim.checks.trace import current_call

    site = at if at is not None else here()
    if (broken.id, site) in _seen:
        return
    _seen.add((broken.id, site))
    _write(Finding(broken.id, call or current_call(), detail, site, other, refusals.take(site), path))


def advises() -> bool:
    """Whether advice is wanted, which is about right programs."""
    return os.environ.get("ACL_SIM_CHECK_ADVISE") == "1"


def findings_path() -> Path:
    """The file of findings: the one that a wrapper named at the start, else one in memory, which a crash leaves
    nothing of."""
    global _path
    if _path is None:
        named = os.environ.get("ACL_SIM_FINDINGS")
        _path = Path(named).absolute() if named else _own_file()
    return _path


def _own_file() -> Path:
    return Path(f"/proc/self/fd/{os.memfd_create('acl-sim-findings')}")


def _write(finding: Finding) -> None:
    import json

    with findings_path().open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(finding)) + "\n")
    stop_if_asked()


def stop_if_asked() -> None:
    """Ends the process, which has a finding, when it should not go on with one."""
    if os.environ.get("ACL_SIM_CHECK_STOP") == "1":
        from acl_sim.checks.at_exit import stop

        stop()
