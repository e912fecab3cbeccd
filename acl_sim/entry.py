"""How an exported function reaches its Python implementation.

A function decorated with `@entry` answers the C function of its name. Pointers, handles and sizes arrive as integers.
It returns None for success or its own value, and raises a Refusal to answer a status: the decorator records the
message and the thread's last error. One lock makes each call atomic for host programs with several threads.
"""

from __future__ import annotations

import _thread
import sys
from importlib import import_module

from acl_sim import messages, native, status
from acl_sim.checks import hooks
from acl_sim.messages import Refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, overload

    Function = TypeVar("Function", bound=Callable[..., Any])

LOCK = _thread.RLock()
REGISTRY: dict[str, Callable[..., Any]] = {}


class unlocked:
    """Lets other threads in while host code runs or this thread waits."""

    def __enter__(self) -> None:
        self._held = LOCK._release_save()  # type: ignore[attr-defined]  # what threading.Condition uses

    def __exit__(self, *failure: object) -> None:
        LOCK._acquire_restore(self._held)  # type: ignore[attr-defined]


def refuse(call: str, refusal: Refusal) -> int:
    """Records a refusal for aclGetRecentErrMsg, aclrtGetLastError and the log; returns its status."""
    from acl_sim.machine import machine

    machine().record(call, refusal)
    if hooks.active:
        hooks.emit("refused", call, refusal)
    return refusal.status


def crashed(call: str, failure: BaseException) -> Refusal:
    """A bug of the simulator must neither look like success nor take the host program down."""
    from traceback import print_exception

    print(f"acl-sim: internal error in {call}; please report it:", file=sys.stderr)
    print_exception(failure)
    return Refusal(status.INTERNAL_ERROR, "EH9999", f"internal error of the simulator in {call}")


if TYPE_CHECKING:

    @overload
    def entry(function: Function) -> Function: ...

    @overload
    def entry(
        *, nonnull: tuple[str, ...] = (), null: Callable[[str], Refusal] = ..., failed: object = None
    ) -> Callable[[Function], Function]: ...


def entry(
    function: Function | None = None,
    *,
    nonnull: tuple[str, ...] = (),
    null: Callable[[str], Refusal] = messages.null_pointer,
    failed: object = None,
) -> Function | Callable[[Function], Function]:
    """Registers the implementation of the exported function of the same name.

    nonnull: parameters refused with `null(parameter)` when they are null, before anything else is looked at.
    failed: what a refusal returns where the function has no status to return.
    """
    if function is None:
        return lambda decorated: _register(decorated, nonnull, null, failed)
    return _register(function, nonnull, null, failed)


def _register(function: Function, nonnull: tuple[str, ...], null: Callable[[str], Refusal], failed: object) -> Function:
    name = function.__name__
    names = function.__code__.co_varnames

    def answer(failure: BaseException) -> object:
        answered = refuse(name, failure if isinstance(failure, Refusal) else crashed(name, failure))
        return answered if failed is None else failed

    REGISTRY[name] = native.guarded.Call(
        function,
        LOCK.acquire,
        LOCK.release,
        listeners=hooks.active,
        hear=lambda arguments: hooks.emit("called", name, arguments),
        required=tuple(map(names.index, nonnull)),
        null=lambda position: null(names[position].rstrip("_")),
        answer=answer,
    )
    return function


def attach(name: str, module: str, failed: str) -> None:
    """Makes the C function behind an exported one call its entry, whose module the first call imports.

    failed: what the function returns when the module cannot be imported, or has no such entry because the library was
    built from other sources; that is said on stderr. Empty where it returns nothing.
    """
    define = native.ffi.def_extern
    c_name = f"acl_sim_py_{name}"

    def first(*arguments: Any) -> Any:
        import_module(module)
        if name not in REGISTRY:
            raise RuntimeError(f"the library does not fit {module}, which has no {name}: run acl-sim build")
        define(name=c_name)(REGISTRY[name])
        return REGISTRY[name](*arguments)

    define(name=c_name, error=int(failed) if failed else None)(first)
