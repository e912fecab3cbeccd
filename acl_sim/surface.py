"""Where the libraries above libascendcl.so come in: a C++ surface names the function that was called and hands over
numbers."""

from __future__ import annotations

from importlib import import_module

from acl_sim.checks import hooks
from acl_sim.entry import crashed, entry, refuse
from acl_sim.messages import Refusal
from acl_sim.native import ffi

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., int | None])

_answers: dict[str, Callable[..., int | None]] = {}
_found: dict[int, tuple[str, Callable[..., int | None]]] = {}  # with their names, by the address of the C string


def answers(name: str) -> Callable[[Function], Function]:
    """Decorates the implementation of a function of another library, such as "atb::CreateContext".

    It gets integers and returns None for success or its own value, or raises a Refusal to answer a status. As for
    `@entry`, a lock makes each call atomic.
    """

    def register(function: Function) -> Function:
        _answers[name] = function
        return function

    return register


def _function(module: Any, name: Any) -> tuple[str, Callable[..., int | None]]:
    key = int(ffi.cast("uintptr_t", name))
    if key not in _found:
        import_module(ffi.string(module).decode())
        text = ffi.string(name).decode()
        _found[key] = text, _answers[text]
    return _found[key]


@entry
def surface(module: Any, name: Any, failed: int, slots: Any, count: int) -> int | None:
    """Calls the function; a Refusal answers its status, anything else that it raises answers `failed`."""
    call = "a function of another library"
    try:
        call, function = _function(module, name)
        numbers = ffi.unpack(slots, count) if count else []
        if hooks.active:
            hooks.emit("called", call, tuple(numbers))
        return function(*numbers)
    except Refusal as refusal:
        return refuse(call, refusal)
    except Exception as failure:
        refuse(call, crashed(call, failure))
        return failed
