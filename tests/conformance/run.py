"""Runs the test files of public projects, unmodified, on the simulator, and reports what holds and what is missing.

    python tests/conformance/run.py PATH/TO/CHECKOUT/test/npu --limit 120 --json report.json

PATH is a test file or a folder of them. Each file runs in a process of its own with a limit of time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from outcomes import PASSED, WRONG, Case, Report, cases_of


def files_of(path: Path, pattern: str = "test_*.py") -> list[Path]:
    return [path] if path.is_file() else sorted(path.rglob(pattern))


def run_file(file: Path, limit: float) -> list[Case]:
    """The cases of one file; a file that crashes or takes too long counts as one wrong case."""
    with tempfile.TemporaryDirectory(prefix="conformance-") as scratch:
        junit = Path(scratch, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml", str(junit), file.name]
        try:
            done = subprocess.run(command, cwd=file.parent, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return [Case(file.name, "(file)", WRONG, f"not done after {limit:.0f} s")]
        if done.returncode < 0 or not junit.is_file():
            return [Case(file.name, "(file)", WRONG, f"ended with {done.returncode}")]
        return list(cases_of(file.name, junit))


def run(files: Sequence[Path], limit: float, verbose: bool = False) -> Report:
    report = Report()
    for file in files:
        cases = run_file(file, limit)
        report.cases += cases
        if verbose:
            good = sum(case.outcome == PASSED for case in cases)
            print(f"{file.name}: {good} of {len(cases)} pass", flush=True)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, nargs="+")
    parser.add_argument("--limit", type=float, default=120, help="seconds for one file")
    parser.add_argument("--json", type=Path, help="where to write every case")
    options = parser.parse_args()
    files = [file for path in options.path for file in files_of(path)]
    report = run(files, options.limit, verbose=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(case) for case in report.cases], indent=1), encoding="utf-8")
    print(report.text())


if __name__ == "__main__":
    main()
