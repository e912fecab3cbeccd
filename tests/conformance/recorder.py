"""A pytest plugin for foreign test files: writes what happens to each case as soon as it is known.

A file that crashes or hangs so loses the case in progress only. CONFORMANCE_RECORD names the file of JSON lines. After
CONFORMANCE_LIMIT seconds it writes what the case in progress has said, for the runner will stop the process soon.
"""

from __future__ import annotations

import json
import os
from threading import Timer
from typing import TextIO

import pytest


class Recorder:
    def __init__(self, record: TextIO) -> None:
        self._record = record

    def write(self, **event: str) -> None:
        self._record.write(f"{json.dumps(event)}\n")
        self._record.flush()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.write(event="start", case=nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.write(event="report", case=report.nodeid, outcome=report.outcome, **_texts(report))

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.write(event="finish", case=nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.outcome != "passed":
            self.write(event="report", case=report.nodeid, outcome=report.outcome, **_texts(report))


def _texts(report: pytest.TestReport | pytest.CollectReport) -> dict[str, str]:
    """The line that says what is wrong, and everything that was said."""
    if report.outcome == "passed":
        return {}
    if isinstance(report.longrepr, tuple):  # of a skip: file, line, reason
        return {"line": str(report.longrepr[2])}
    crash = getattr(report.longrepr, "reprcrash", None)
    text = report.longreprtext
    line = crash.message if crash is not None else text.strip().rpartition("\n")[2]
    said = "\n".join(content for _, content in report.sections)
    return {"line": line, "text": f"{text}\n{said}"}


def pytest_configure(config: pytest.Config) -> None:
    record = open(os.environ["CONFORMANCE_RECORD"], "a", encoding="utf-8")  # noqa: SIM115  # until the process ends
    recorder = Recorder(record)
    config.pluginmanager.register(recorder)

    def out_of_time() -> None:
        capture = config.pluginmanager.getplugin("capturemanager").read_global_capture()
        recorder.write(event="stuck", text=f"{capture.out}\n{capture.err}")

    timer = Timer(float(os.environ["CONFORMANCE_LIMIT"]), out_of_time)
    timer.daemon = True
    timer.start()
