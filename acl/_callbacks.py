"""Python functions that a stream runs: C carries a number for each, and one C function finds it again."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import count
from typing import Any

HostFunction = Callable[[Any], object]

_queued: dict[int, tuple[HostFunction, Any]] = {}
_numbers = count(1)


def _run(number: int) -> None:
    function, data = _queued.pop(number)
    function(data)


_C_RUN = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(_run)
_RUN = ctypes.cast(_C_RUN, ctypes.c_void_p).value or 0


def queue(function: HostFunction, data: Any, launch: Callable[[int, int], int]) -> int:
    """Lets `launch`, given the address of a C function and its argument, queue `function(data)`; returns its status.

    The function is kept until it has run, or forgotten when the launch fails.
    """
    if not callable(function):
        raise TypeError(f"a callback must be callable, not {type(function).__name__!r}")
    number, ret = next(_numbers), -1
    _queued[number] = function, data
    try:
        ret = launch(_RUN, number)
    finally:
        if ret != 0:
            _queued.pop(number, None)
    return ret
