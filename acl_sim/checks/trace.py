"""Which exported call each host thread is in: findings name it."""

from __future__ import annotations

import _thread
from typing import Any

from acl_sim.checks.hooks import Checker


class _PerThread(_thread._local):
    call = ""


_thread_state = _PerThread()


def current_call() -> str:
    """The exported function that this thread is in, or was in last."""
    return _thread_state.call


class Trace(Checker):
    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        _thread_state.call = call
