"""Which exported call each host thread is in: findings name it."""

from __future__ import annotations

import _thread
from typing import Any

from acl_sim.checks.hooks import Checker
from acl_sim.native import ffi, lib


class _PerThread(_thread._local):
    call = ""


_thread_state = _PerThread()


def current_call() -> str:
    """The exported function that this thread is in, or was in last."""
    return _thread_state.call


class Trace(Checker):
    """Gives the two entries that all operators share the names of the exported functions."""

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        if call == "plan":
            call = f"{ffi.string(arguments[1]).decode()}GetWorkspaceSize"
        elif call == "execute":
            call = ffi.string(lib.acl_sim_second_phase()).decode()
        _thread_state.call = call
