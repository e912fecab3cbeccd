"""Runs programs many times in one process, each time on a fresh machine under fresh checkers: a start costs more than
most of these programs.

A program is compiled as a shared object; every run loads a copy of it, so that its static variables are new, too.

    in_process.py [--without NAME] [--argument TEXT] --schedules deferred,shuffled:1 PROGRAM...

prints one JSON object a run: what was found, as pairs of rule and offset of the call, in which words, and what main
returned.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

SCRATCH = Path(tempfile.mkdtemp(prefix="acl-sim-in-process-"))
FINDINGS = SCRATCH / "findings.jsonl"


def prepare() -> None:
    """Before anything of the simulator is imported: nobody else checks these programs, and findings go to our file."""
    FINDINGS.touch()
    os.environ["ACL_SIM_FINDINGS"] = str(FINDINGS)
    os.environ.pop("ACL_SIM_CHECK", None)
    from acl_sim.checks import site
    from acl_sim.native import lib

    lib.acl_sim_findings(os.fsencode(FINDINGS))
    site._python_site = lambda: None  # the host is Python, its programs are not


def fresh(schedule: str, without: str) -> None:
    """A machine and checkers that know nothing."""
    from acl_sim.checks import attach_all, finding, hooks
    from acl_sim.checks.history import history
    from acl_sim.checks.refusals import refusals
    from acl_sim.machine import replace_machine
    from aclnn.workspace import Workspace

    os.environ["ACL_SIM_SCHEDULE"] = schedule
    os.truncate(FINDINGS, 0)
    hooks.active.clear()
    finding._seen.clear()
    history.__init__()
    refusals.__init__()
    Workspace.least = 0
    replace_machine()
    attach_all([without])


def _without_addresses(text: str) -> str:
    return re.sub(r"0x[0-9a-f]+", "0x", text)


def run(program: Path, argument: str, schedule: str, without: str) -> dict[str, Any]:
    from acl_sim.checks import hooks

    copy = SCRATCH / f"{len(list(SCRATCH.iterdir()))}.so"
    shutil.copy(program, copy)
    fresh(schedule, without)
    words = [str(program).encode(), *([argument.encode()] if argument else []), None]
    arguments = (ctypes.c_char_p * len(words))(*words)
    returned = ctypes.CDLL(str(copy)).main(len(words) - 1, arguments)
    hooks.emit("finishing")
    found = [json.loads(line) for line in FINDINGS.read_text().splitlines()]
    pairs = sorted({(one["rule"], one["site"]["offset"]) for one in found})
    return {
        "program": program.stem,
        "schedule": schedule,
        "returned": returned,
        "found": pairs,
        "details": [_without_addresses(f"{one['detail']} {(one['other'] or {}).get('what')}") for one in found],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", default="")
    parser.add_argument("--argument", default="")
    parser.add_argument("--schedules", default="deferred")
    parser.add_argument("programs", type=Path, nargs="+")
    options = parser.parse_args()
    prepare()
    report = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the programs print
    try:
        for program in options.programs:
            for schedule in options.schedules.split(","):
                report.write(json.dumps(run(program, options.argument, schedule, options.without)) + "\n")
                report.flush()
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    os._exit(0)  # without the host's own end: the last program's checkers have ended


if __name__ == "__main__":
    main()
