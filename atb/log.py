"""ATB's part of the log: SetLogLevel, and the variables that it had before it took over CANN's."""

from __future__ import annotations

import os
from contextlib import suppress

from acl_sim import log
from acl_sim.surface import answers
from atb.messages import invalid

_MODULE = "OP"
_STDOUT = 1
_OLD_LEVELS = {"TRACE": log.DEBUG, "DEBUG": log.DEBUG, "INFO": log.INFO, "WARN": log.WARNING, "ERROR": log.ERROR}


def _follow_old_variables() -> None:
    """ASDOPS_LOG_LEVEL counts where none of CANN's variables is set; the others name further targets."""
    old = _OLD_LEVELS.get(os.environ.get("ASDOPS_LOG_LEVEL", "").upper())
    if old is not None and not {"ASCEND_GLOBAL_LOG_LEVEL", "ASCEND_MODULE_LOG_LEVEL"} & os.environ.keys():
        log.set_level(_MODULE, old)
    if os.environ.get("ASDOPS_LOG_TO_STDOUT") == "1":
        log.add_target(_MODULE, _STDOUT)
    if os.environ.get("ASDOPS_LOG_TO_FILE") == "1" and (root := os.environ.get("ASDOPS_LOG_PATH")):
        with suppress(OSError):  # a forbidden directory must not change what a call answers
            os.makedirs(f"{root}/atb", exist_ok=True)
            path = f"{root}/atb/atb_{os.getpid()}.log"
            log.add_target(_MODULE, os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640))


_follow_old_variables()


@answers("atb::Utils::SetLogLevel")
def set_log_level(level: int) -> None:
    if not log.DEBUG <= level <= log.NULL:
        raise invalid("atbLogLevel", level, "must be a LogLevel")
    log.set_level(_MODULE, level)


@answers("atb::Utils::ResetLogLevel")
def reset_log_level() -> None:
    log.set_level(_MODULE, None)
