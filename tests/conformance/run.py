"""Runs the test files of public projects, unmodified, on the simulator, and reports what holds and what is missing.

    python tests/conformance/run.py PATH/TO/CHECKOUT/test/npu --limit 120 --json report.json

PATH is a test file or a folder of them. Each file runs in a process of its own with a limit of time; when the process
crashes or is stopped, the cases behind the one in progress run in another.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from outcomes import PASSED, SKIPPED, Case, Record, Report, judged

_GRACE = 3  # seconds in which a process that is out of time can write what its case has said
_BY_ITSELF = (0, 1, 2, 5)  # pytest: all is well, cases failed, collecting failed, there are no cases


def files_of(path: Path, pattern: str = "test_*.py") -> list[Path]:
    return [path] if path.is_file() else sorted(path.rglob(pattern))


def run_file(file: Path, limit: float) -> list[Case]:
    """The cases of one file. One that takes the process down, or too long, is wrong; those behind it still run."""
    cases: dict[str, Case] = {}
    while True:
        with tempfile.TemporaryDirectory(prefix="conformance-") as scratch:
            record = Path(scratch, "record")
            end = _run_once(file, limit, record, done=list(cases))
            known = Record.read(file.name, record)
        cases |= known.cases
        if not end:
            return list(cases.values())
        name = known.running or file.name
        cases[name] = judged(file.name, name, end, known.said)
        if known.running is None:
            return list(cases.values())


def _run_once(file: Path, limit: float, record: Path, done: list[str]) -> str:
    """Runs what is not done yet of a file. How the process ended if that was not by itself."""
    deselected = [argument for name in done for argument in ("--deselect", name)]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "recorder", "--rootdir", "."]
    paths = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),  # cases start `python`
        "PYTHONPATH": os.pathsep.join(paths),
        "CONFORMANCE_RECORD": str(record),
        "CONFORMANCE_LIMIT": str(limit),
    }
    process = subprocess.Popen(
        [*command, file.name, *deselected], cwd=file.parent, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        status = process.wait(limit + _GRACE)
    except subprocess.TimeoutExpired:
        return f"not done after {limit:.0f} s"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # also what the cases started and left behind
        process.wait()
    return "" if status in _BY_ITSELF else f"ended with {status}"


def run(files: Sequence[Path], limit: float, verbose: bool = False) -> Report:
    report = Report()
    for file in files:
        cases = run_file(file, limit)
        report.cases += cases
        if verbose:
            good, skipped = (sum(case.outcome == outcome for case in cases) for outcome in (PASSED, SKIPPED))
            print(f"{file.name}: {good} of {len(cases)} pass, {skipped} skip themselves", flush=True)
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
