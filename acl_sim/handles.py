"""Opaque handles: numbers that name live objects and never name anything else again.

Handles are not pointers to memory: a stale, foreign or random value is recognised, and whatever a program does with
it, nothing is dereferenced.
"""

from __future__ import annotations

from acl_sim.checks import hooks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, TypeVar

    from acl_sim.context import Context

    class Handled(Protocol):
        """An object that programs know by a handle."""

        handle: int

    T = TypeVar("T", bound=Handled)
else:
    Handled = object  # for modules that name it in annotations only

# Between where Linux puts programs and where it maps libraries: no host pointer equals a handle.
_FIRST = 0x5AC1_0000_0000
_STEP = 16


class Handles:
    """The table of one machine."""

    def __init__(self) -> None:
        self._next = _FIRST
        self._live: dict[int, Handled] = {}

    def add(self, thing: Handled) -> int:
        """Gives the object a fresh handle."""
        value = self._next
        self._next += _STEP
        self._live[value] = thing
        thing.handle = value
        if hooks.active:
            hooks.emit("created", thing)
        return value

    def find(self, value: int, kind: type[T]) -> T | None:
        """The live object of that kind, else None."""
        thing = self._live.get(value)
        if isinstance(thing, kind):
            return thing
        if value and hooks.active:
            hooks.emit("missing", value, kind)
        return None

    def remove(self, thing: Handled) -> None:
        """Ends a handle; its value is never given again."""
        if self._live.pop(thing.handle, None) is not None and hooks.active:
            hooks.emit("destroyed", thing)

    def remove_of(self, context: Context) -> None:
        """Ends the handles of everything that belongs to a context."""
        for thing in [thing for thing in self._live.values() if getattr(thing, "context", None) is context]:
            self.remove(thing)

    def describe(self, value: int) -> str:
        """What a value is that was not what a call expected, for messages."""
        if value in self._live:
            what = f"a live {type(self._live[value]).__name__}"
        else:
            issued = _FIRST <= value < self._next and value % _STEP == 0
            what = "a destroyed handle" if issued else "no handle"
        return f"{value:#x} ({what})"
