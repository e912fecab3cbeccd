"""Logging as CANN's variables ask for it: to stdout, or to a file when a directory is named.

Differs from the real library in one thing: without ASCEND_PROCESS_LOG_PATH or ASCEND_WORK_PATH nothing is written to
the home directory.
"""

from __future__ import annotations

import os
import sys
from typing import IO

from acl_sim.entry import entry

DEBUG, INFO, WARNING, ERROR, NULL = range(5)
_NAMES = ("DEBUG", "INFO", "WARNING", "ERROR", "NULL")
_MODULE = "ASCENDCL"
_LONGEST = 1024  # bytes a line

_level: int | None = None
_file: IO[str] | None = None


def _module_level() -> int | None:
    """The level of our module in ASCEND_MODULE_LOG_LEVEL; bad syntax makes the whole variable ineffective."""
    levels: dict[str, int] = {}
    for item in os.environ.get("ASCEND_MODULE_LOG_LEVEL", "").split(":"):
        module, _, level = item.partition("=")
        if level not in ("0", "1", "2", "3", "4"):
            return None
        levels[module] = int(level)
    return levels.get(_MODULE)


def level() -> int:
    """The lowest severity that is written."""
    global _level
    if _level is None:
        text = os.environ.get("ASCEND_GLOBAL_LOG_LEVEL", "")
        wanted = _module_level()
        _level = wanted if wanted is not None else int(text) if text in ("0", "1", "2", "3", "4") else ERROR
    return _level


def _to_stdout() -> bool:
    deprecated = os.environ.get("ASCEND_SLOG_PRINT_TO_STDOUT", "0")
    return os.environ.get("ASCEND_LOG_PRINT_TO_STDOUT", deprecated) == "1"


def _target() -> IO[str] | None:
    global _file
    if _to_stdout():
        return sys.stdout
    root = os.environ.get("ASCEND_PROCESS_LOG_PATH") or os.environ.get("ASCEND_WORK_PATH")
    if _file is None and root:
        from time import strftime

        directory = os.path.join(root, "debug", "plog")
        os.makedirs(directory, exist_ok=True)
        path = os.path.join(directory, f"plog-{os.getpid()}_{strftime('%Y%m%d%H%M%S')}.log")
        _file = open(path, "a", encoding="utf-8")  # noqa: SIM115  # open as long as the process
    return _file


def write(severity: int, text: str, module: str = _MODULE) -> None:
    """One line in CANN's layout, if the level and a target ask for it."""
    if severity < level() or severity >= NULL:
        return
    target = _target()
    if target is None:
        return
    from time import localtime, strftime, time_ns

    now = time_ns()
    stamp = f"{strftime('%Y-%m-%d-%H:%M:%S', localtime(now // 10**9))}.{now // 10**6 % 1000:03}.{now // 1000 % 1000:03}"
    process = os.path.basename(os.readlink("/proc/self/exe"))
    line = f"[{_NAMES[severity]}] {module}({os.getpid()},{process}):{stamp} {text}"
    target.write(line.encode()[: _LONGEST - 1].decode(errors="ignore") + "\n")
    target.flush()


@entry
def app_log(severity: int, text: int) -> None:
    """What aclAppLog, which is variadic and so written in C, hands over: the finished line."""
    from acl_sim.outputs import read_text

    write(severity, read_text("fmt", text, _LONGEST), "APP")
