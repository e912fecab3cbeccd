"""Run a program under every checker and report what it does wrong.

Takes what `acl-sim run` takes. The report goes to stderr, or to files in the forms below. The exit status is
the program's own, or 86 when the program said 0 and there are findings.

    acl-sim check sample.cpp
    acl-sim check ./app --schedules deferred,eager,shuffled:1..5 --sarif report.sarif -- --its arguments
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from acl_sim.checks.finding import FINDINGS_STATUS
from acl_sim.cli import run as run_command
from acl_sim.cli.products import resolve, selected
from acl_sim.environment import machine_variables
from acl_sim.program import Problem, find_program, run_program, toolkit_tree
from acl_sim.report.model import Run, read_findings
from acl_sim.report.suppress import Suppressions

FORMATS = {"json": "json_", "sarif": "sarif", "junit": "junit"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    run_command.add_arguments(parser)
    for name in FORMATS:
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"write a {name} report")
    parser.add_argument("--github", action="store_true", help="print findings as GitHub workflow commands on stdout")
    parser.add_argument("--error-exitcode", type=int, default=FINDINGS_STATUS, metavar="N", help="instead of 86")
    parser.add_argument("--suppress", type=Path, metavar="FILE", help="lines of `ID where reason` that are no findings")
    parser.add_argument("--max-findings", type=int, metavar="N", help="report at most so many")
    parser.add_argument("--stop", choices=["first"], help="end the program at its first finding")
    parser.add_argument("--advise", action="store_true", help="also say what makes programs slow")
    parser.add_argument("--without", default="", metavar="FAMILIES", help="checkers to leave out, by file name")
    parser.add_argument("--schedules", metavar="LIST", help="run once a schedule: deferred,eager,shuffled:1..5")


@dataclass(frozen=True)
class _Ended:
    run: Run
    stdout: str
    status: int


def main(options: argparse.Namespace) -> int:
    schedules = expand(options.schedules) if options.schedules else [options.schedule]
    suppressions = Suppressions.read(options.suppress) if options.suppress else Suppressions()
    files = [find_program(name) for name in options.file]
    prefix = toolkit_tree()
    scratch = Path(tempfile.mkdtemp(prefix="acl-sim-check-"))
    try:
        options.flags = ["-g", *options.flags]
        program = run_command.build(files, scratch, prefix, options)
        ended = [_checked(program, prefix, scratch, schedule, options, suppressions) for schedule in schedules]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for line in suppressions.unused():
        print(f"acl-sim check: {options.suppress}: nothing matched: {line}", file=sys.stderr)
    runs = [end.run for end in ended]
    _report(runs, options)
    differs = _differences(ended, schedules)
    status = next((end.status for end in ended if end.status), 0)
    return status or (options.error_exitcode if differs or any(run.findings for run in runs) else 0)


def _checked(
    program: Path,
    prefix: Path,
    scratch: Path,
    schedule: str | None,
    options: argparse.Namespace,
    suppress: Suppressions,
) -> _Ended:
    """One run under the checkers. With several schedules its output is kept, to be compared."""
    product = resolve(options.product) if options.product else selected(os.environ)
    findings = scratch / "findings.jsonl"
    findings.write_text("", encoding="utf-8")
    environment = machine_variables(product, options.devices, schedule)
    environment |= {"ACL_SIM_CHECK": "1", "ACL_SIM_FINDINGS": str(findings), "ACL_SIM_CHECK_WITHOUT": options.without}
    environment |= {"ACL_SIM_CHECK_ADVISE": "1"} if options.advise else {}
    environment |= {"ACL_SIM_CHECK_STOP": "1"} if options.stop else {}
    environment |= {"ACL_SIM_CHECK_SUPPRESS": str(options.suppress.absolute())} if options.suppress else {}
    outcome = run_program(program, options.program_arguments, prefix, env=environment, capture=bool(options.schedules))
    sys.stdout.write(outcome.stdout)
    sys.stderr.write(outcome.stderr)
    kept = suppress.filter(read_findings(findings))
    run = Run(str(options.file[0]), kept.findings[: options.max_findings], kept.suppressed)
    run.ran = run_command.summary(outcome, product) + (f"; schedule {schedule}" if options.schedules else "")
    stopped_by_us = options.stop and outcome.returncode == FINDINGS_STATUS
    return _Ended(run, outcome.stdout, 0 if stopped_by_us else outcome.exit_status)


def _differences(ended: list[_Ended], schedules: list[str | None]) -> bool:
    """Says which schedules made the program print something else than the first one did."""
    others = [schedule for end, schedule in zip(ended, schedules) if end.stdout != ended[0].stdout]
    if others:
        names = ", ".join(map(str, others))
        print(f"acl-sim check: the output under {names} differs from that under {schedules[0]}", file=sys.stderr)
    return bool(others)


def _report(runs: list[Run], options: argparse.Namespace) -> None:
    from acl_sim.report import github, text

    sys.stderr.write(text.render(runs))
    if options.github:
        sys.stdout.write(github.render(runs))
    for name, module in FORMATS.items():
        if target := getattr(options, name):
            target.write_text(import_module(f"acl_sim.report.{module}").render(runs), encoding="utf-8")


def expand(schedules: str) -> list[str | None]:
    """`deferred,shuffled:1..3` as a list of schedules; Problem when it is none."""
    result: list[str | None] = []
    for name in schedules.split(","):
        if span := re.fullmatch(r"shuffled:(\d+)\.\.(\d+)", name):
            result += [f"shuffled:{seed}" for seed in range(int(span[1]), int(span[2]) + 1)]
        elif re.fullmatch(r"deferred|eager|shuffled:-?\d+", name):
            result.append(name)
        else:
            raise Problem(f"{name!r} is none of deferred, eager, shuffled:SEED, shuffled:FIRST..LAST")
    return result
