"""What a checked process does about its findings itself: the report at its end when nobody else writes one, and ending
at the first finding."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from acl_sim.checks import hooks
from acl_sim.checks.finding import FINDINGS_STATUS, findings_path
from acl_sim.report.model import Run, read_findings

_finished = False


def finish() -> None:
    """The process ends. Said once, by whichever notices first."""
    global _finished
    if not _finished:
        _finished = True
        hooks.emit("finishing")


def _run() -> Run:
    from acl_sim.report.suppress import Suppressions

    listed = os.environ.get("ACL_SIM_CHECK_SUPPRESS")
    kept = (Suppressions.read(Path(listed)) if listed else Suppressions()).filter(read_findings(findings_path()))
    return Run(os.path.realpath("/proc/self/exe"), kept.findings, kept.suppressed)


def _report() -> None:
    from acl_sim.report import text

    sys.stderr.write(text.render([_run()]))
    sys.stderr.flush()


class Report(hooks.Checker):
    """Attached last: by then the others have found what they find at the end."""

    def finishing(self) -> None:
        _report()


def stop() -> None:
    """Ends the process when it has a finding that is not suppressed; at its end there is nothing left to stop."""
    if not _finished and _run().findings:
        if not os.environ.get("ACL_SIM_FINDINGS"):
            _report()
        os._exit(FINDINGS_STATUS)
