"""Logging as CANN's variables ask for it: to stdout, or to a file when a directory is named.

Differs from the real library in one thing: without ASCEND_PROCESS_LOG_PATH or ASCEND_WORK_PATH nothing is written to
the home directory.
"""

from __future__ import annotations

import os
from types import TracebackType

from acl_sim.entry import entry

DEBUG, INFO, WARNING, ERROR, NULL = range(5)
_NAMES = ("DEBUG", "INFO", "WARNING", "ERROR", "NULL")
_MODULE = "ASCENDCL"
_LONGEST = 1024  # bytes a line
_CUT = b"...[truncated]"

_STDOUT = 1  # past Python's buffer, and whatever its encoding

_levels: dict[str, int] | None = None  # by module; "" is for those without one of their own
_chosen: dict[str, int] = {}  # by module, by calls
_targets: dict[str, list[int]] = {}  # by module, besides the one that all share
_file: int | None = None


def _module_levels() -> dict[str, int]:
    """What ASCEND_MODULE_LOG_LEVEL says; bad syntax makes the whole variable ineffective."""
    levels: dict[str, int] = {}
    for item in os.environ.get("ASCEND_MODULE_LOG_LEVEL", "").split(":"):
        module, _, level = item.partition("=")
        if level not in ("0", "1", "2", "3", "4"):
            return {}
        levels[module] = int(level)
    return levels


def level(module: str = _MODULE) -> int:
    """The lowest severity that is written."""
    global _levels
    if _levels is None:
        text = os.environ.get("ASCEND_GLOBAL_LOG_LEVEL", "")
        _levels = {"": int(text) if text in ("0", "1", "2", "3", "4") else ERROR, **_module_levels()}
    return _chosen.get(module, _levels.get(module, _levels[""]))


def set_level(module: str, severity: int | None) -> None:
    """Chooses a module's level, whatever the environment says; None goes back to that."""
    _chosen.pop(module, None)
    if severity is not None:
        _chosen[module] = severity


def add_target(module: str, descriptor: int) -> None:
    """Lines of the module go to this file too."""
    _targets.setdefault(module, []).append(descriptor)


def _to_stdout() -> bool:
    deprecated = os.environ.get("ASCEND_SLOG_PRINT_TO_STDOUT", "0")
    return os.environ.get("ASCEND_LOG_PRINT_TO_STDOUT", deprecated) == "1"


def _target() -> int | None:
    """The file descriptor to write to."""
    global _file
    if _to_stdout():
        return _STDOUT
    root = os.environ.get("ASCEND_PROCESS_LOG_PATH") or os.environ.get("ASCEND_WORK_PATH")
    if _file is None and root:
        from time import strftime

        directory = os.path.join(root, "debug", "plog")
        os.makedirs(directory, exist_ok=True)
        path = os.path.join(directory, f"plog-{os.getpid()}_{strftime('%Y%m%d%H%M%S')}.log")
        _file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    return _file


def write(severity: int, text: str, module: str = _MODULE) -> None:
    """One line in CANN's layout, if the level and a target ask for it. `text` begins with "[file:line]"."""
    if not level(module) <= severity < NULL:
        return
    from contextlib import suppress

    with suppress(OSError):  # a full disk or a forbidden directory must not change what a call answers
        shared = _target()
        for target in {*_targets.get(module, ()), *(() if shared is None else (shared,))}:
            os.write(target, _line(severity, text, module))


def _line(severity: int, text: str, module: str) -> bytes:
    from time import localtime, strftime, time_ns

    now = time_ns()
    stamp = f"{strftime('%Y-%m-%d-%H:%M:%S', localtime(now // 10**9))}.{now // 10**6 % 1000:03}.{now // 1000 % 1000:03}"
    process = os.path.basename(os.readlink("/proc/self/exe"))
    line = f"[{_NAMES[severity]}] {module}({os.getpid()},{process}):{stamp} {text}".encode()
    if len(line) >= _LONGEST:
        line = line[: _LONGEST - 1 - len(_CUT)].decode(errors="ignore").encode() + _CUT
    return line + b"\n"


def write_refusal(call: str, text: str, answer: int, raised: TracebackType | None, module: str = _MODULE) -> None:
    """What every refused call leaves in the log, with the line of the simulator that refused it."""
    if level(module) > ERROR:
        return
    from _thread import get_native_id

    while raised is not None and raised.tb_next is not None:
        raised = raised.tb_next
    file, line = (raised.tb_frame.f_code.co_filename, raised.tb_lineno) if raised is not None else ("acl_sim", 0)
    write(ERROR, f"[{os.path.basename(file)}:{line}]{get_native_id()} {call}: {text} [{answer}]", module)


@entry
def app_log(severity: int, text: int) -> None:
    """What aclAppLog, which is variadic and so written in C, hands over: the finished line."""
    from acl_sim.outputs import read_text

    write(severity, read_text("fmt", text, 2 * _LONGEST), "APP")
