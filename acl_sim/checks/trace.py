"""Which exported call each host thread is in: findings name it."""

from __future__ import annotations

import _thread
from typing import TYPE_CHECKING, Any

from acl_sim.checks.hooks import Checker
from acl_sim.native import ffi

if TYPE_CHECKING:
    from aclnn.executor import Executor


class _PerThread(_thread._local):
    call = ""


_thread_state = _PerThread()


def current_call() -> str:
    """The exported function that this thread is in, or was in last."""
    return _thread_state.call


class Trace(Checker):
    """Gives the two entries that all operators share the names of the exported functions."""

    def __init__(self) -> None:
        self._operators: dict[int, str] = {}  # by the handle of an executor, which may have ended

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if call == "plan":
            call = f"{ffi.string(arguments[1]).decode()}GetWorkspaceSize"
        elif call == "execute":
            call = self._operators.get(arguments[2], "phase two of an operator")
        _thread_state.call = call

    def planned(self, executor: Executor) -> None:
        self._operators[executor.handle] = executor.operator.c_name
