"""Every event of the machine that a checker can see. A checker defines the methods it wants and is one file.

Without checkers the machine pays one truth test an event.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from acl_sim.context import Context
    from acl_sim.deadlock import Link
    from acl_sim.device import Device
    from acl_sim.device_memory import Block
    from acl_sim.event import Event, Record
    from acl_sim.handles import Handled
    from acl_sim.messages import Refusal
    from acl_sim.stream import Stream
    from acl_sim.task import Task
    from aclnn.executor import Executor


class Checker:
    """The page of events. Every method here does nothing; `attach` connects those that a subclass overrides.

    is_advice: whether it watches only when advice is wanted.
    """

    is_advice = False

    def called(self, call: str, arguments: tuple[Any, ...]) -> None:
        """An exported function was entered."""

    def refused(self, call: str, refusal: Refusal) -> None:
        """It answers an error."""

    def created(self, thing: Handled) -> None:
        """A handle was given out: stream, event, context, tensor, array, list, executor, model ..."""

    def destroyed(self, thing: Handled) -> None:
        """Its handle ended."""

    def missing(self, handle: int, kind: type[Handled]) -> None:
        """A call named a handle that is no live object of the kind it needs."""

    def allocated(self, block: Block) -> None:
        """aclrtMalloc gave out a block."""

    def freed(self, block: Block) -> None:
        """aclrtFree took it back."""

    def free_refused(self, address: int) -> None:
        """aclrtFree got an address that no live block begins at."""

    def pinned(self, start: int, size: int) -> None:
        """Host memory became page-locked."""

    def unpinned(self, start: int, size: int) -> None:
        """It no longer is."""

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        """A copy, or a row of a 2-D one, passed its argument checks; `stream` is None when it happens at once. `room`
        is destMax."""

    def setting(self, address: int, room: int, count: int, stream: Stream | None) -> None:
        """The same of a memset."""

    def submitted(self, stream: Stream, task: Task) -> None:
        """A task was queued, or recorded by a capture."""

    def starting(self, stream: Stream, task: Task) -> None:
        """A task is about to run."""

    def finished(self, stream: Stream, task: Task) -> None:
        """It has run, or failed."""

    def waiting(self, stream: Stream, event: Event) -> None:
        """aclrtStreamWaitEvent was called; event.last is what will be waited for."""

    def deadlocked(self, links: list[Link]) -> None:
        """A call waits for what can never come; each link of the circle is a wait and the task that makes it."""

    def synchronized(self, stream: Stream) -> None:
        """The host has waited for everything in a stream."""

    def idle(self, stream: Stream) -> None:
        """aclrtStreamQuery saw that nothing is left in a stream, or aclrtStreamAbort left nothing."""

    def reached(self, record: Record) -> None:
        """The host has waited for, or seen, a record."""

    def ending(self, stream: Stream) -> None:
        """A stream is about to be destroyed, with what is in its queue."""

    def device_reset(self, device: Device) -> None:
        """A device is about to lose everything."""

    def reset_refused(self, device: Device) -> None:
        """aclrtResetDevice was called once more than aclrtSetDevice."""

    def made_current(self, context: Context) -> None:
        """A context became this thread's current one."""

    def context_ending(self, context: Context) -> None:
        """A context is about to be destroyed, by itself or with its device."""

    def context_missing(self) -> None:
        """A call needed a current context and this thread has none."""

    def wrong_context(self, stream: Stream, current: Context) -> None:
        """A call named a stream of another context."""

    def planned(self, executor: Executor) -> None:
        """Phase one made an executor."""

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        """Phase two is about to queue it."""

    def initialized(self, repeated: bool) -> None:
        """aclInit was called."""

    def finalized(self) -> None:
        """aclFinalize was called."""

    def finishing(self) -> None:
        """The process ends."""


active: dict[str, list[Callable[..., None]]] = {}  # listeners by event; empty without checkers; guarded calls hold it


def events() -> list[str]:
    """The names of all events."""
    return [name for name, value in vars(Checker).items() if callable(value) and not name.startswith("_")]


def attach(checker: Checker, without: Sequence[str] = ()) -> None:
    """Connects the events that the checker's class defines, except those given as `Class.event`."""
    for name in events():
        is_left_out = f"{type(checker).__name__}.{name}" in without
        if not is_left_out and getattr(type(checker), name) is not getattr(Checker, name):
            active.setdefault(name, []).append(getattr(checker, name))


def emit(event: str, *arguments: Any) -> None:
    """Tells the listeners. Callers test `if hooks.active` first: that is the price of an event nobody hears."""
    for listener in active.get(event, ()):
        try:
            listener(*arguments)
        except Exception:
            _silence(event, listener)


def _silence(event: str, broken: Callable[..., None]) -> None:
    """A bug of a checker is said once and changes nothing for the program."""
    from traceback import print_exc

    print(f"acl-sim: internal error in the checker {broken.__qualname__}; please report it:", file=sys.stderr)
    print_exc()
    active[event] = [listener for listener in active[event] if listener != broken]
