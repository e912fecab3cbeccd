"""Chapter "exception handling": what went wrong, as text and as the last error."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl
from acl_sim.native import ffi

_THREAD_LEVEL = 0  # ACL_RT_THREAD_LEVEL


@entry(failed=0)
def aclGetRecentErrMsg() -> int:
    text = machine().errors().take()
    if text is None:
        return 0
    thread = machine().thread
    thread.error_text = ffi.new("char[]", text.encode())  # valid until this thread asks again
    return int(ffi.cast("uintptr_t", thread.error_text))


def _check_level(level: int) -> None:
    if level != _THREAD_LEVEL:
        raise invalid_acl("level", level, "ACL_RT_THREAD_LEVEL (0)")


@entry
def aclrtPeekAtLastError(level: int) -> int:
    _check_level(level)
    return machine().thread.last_error


@entry
def aclrtGetLastError(level: int) -> int:
    _check_level(level)
    last, machine().thread.last_error = machine().thread.last_error, 0
    return last
