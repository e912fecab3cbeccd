"""Chapter "event management", events for streams of several processes (ACL_EVENT_IPC).

Two numbers in memory that the processes share say how often an event was recorded and which of its records was
reached last. The handle names that memory by the file descriptor of the process that made the event, so that nothing
is left behind when the process ends.
"""

from __future__ import annotations

import os
from fcntl import LOCK_EX, LOCK_UN, flock
from mmap import mmap

from acl_sim.entry import entry
from acl_sim.event import IPC, Event, Record, find_event
from acl_sim.machine import machine
from acl_sim.messages import invalid
from acl_sim.outputs import put, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from acl_sim.stream import Stream

_NAME = "acl-sim-event"
_HANDLE = 64  # ACL_IPC_EVENT_HANDLE_SIZE
_RECORDED, _REACHED = 0, 8  # where the numbers lie
_SIZE = 16


class SharedState:
    """The two numbers of one event."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._memory = mmap(descriptor, _SIZE)

    def _get(self, at: int) -> int:
        return int.from_bytes(self._memory[at : at + 8], "little")

    @property
    def recorded(self) -> int:
        return self._get(_RECORDED)

    def record(self) -> int:
        """Counts one more record and gives its number."""
        flock(self.descriptor, LOCK_EX)
        number = self.recorded + 1
        self._memory[_RECORDED:_REACHED] = number.to_bytes(8, "little")
        flock(self.descriptor, LOCK_UN)
        return number

    def reach(self, number: int) -> None:
        if not self.is_reached(number):
            self._memory[_REACHED:_SIZE] = number.to_bytes(8, "little")

    def is_reached(self, number: int) -> bool:
        return self._get(_REACHED) >= number

    def __del__(self) -> None:  # queued tasks may need it when the event is gone
        os.close(self.descriptor)


class SharedRecord(Record):
    """A record whose reaching other processes see."""

    __slots__ = ("number", "state")

    def __init__(self, stream: Stream, state: SharedState) -> None:
        super().__init__(stream)
        self.state = state
        self.number = state.record()

    def reach(self) -> None:
        super().reach()
        self.state.reach(self.number)


class SharedEvent(Event):
    """An event that several processes record and wait for."""

    def __init__(self, state: SharedState) -> None:
        super().__init__(IPC, is_ex=True)
        self.state = state

    def new_record(self, stream: Stream) -> Record:
        return SharedRecord(stream, self.state)

    def recorded_elsewhere(self) -> Callable[[], bool] | None:
        number = self.state.recorded
        if number == 0 or (isinstance(self.last, SharedRecord) and self.last.number == number):
            return None
        return lambda: self.state.is_reached(number)


def new_ipc_event() -> SharedEvent:
    """An event with memory of its own."""
    descriptor = os.memfd_create(_NAME)
    os.truncate(descriptor, _SIZE)
    return SharedEvent(SharedState(descriptor))


@entry(nonnull=("event", "handle"))
def aclrtIpcGetEventHandle(event: int, handle: int) -> None:
    known = find_event(event)
    if not isinstance(known, SharedEvent):
        raise invalid("event", f"{event:#x}", "an event that was created with ACL_EVENT_IPC")
    place = f"/proc/{os.getpid()}/fd/{known.state.descriptor}".encode().ljust(_HANDLE, b"\0")
    for at in range(0, _HANDLE, 8):
        put("handle", handle + at, int.from_bytes(place[at : at + 8], "little"))


@entry(nonnull=("event",))
def aclrtIpcOpenEventHandle(handle: int, event: int) -> None:
    machine().context()
    place = read_bytes("handle", handle, _HANDLE).rstrip(b"\0")
    try:
        is_event = os.readlink(place).startswith(f"/memfd:{_NAME}".encode())
        descriptor = os.open(place, os.O_RDWR | os.O_CLOEXEC) if is_event else None
    except (OSError, ValueError):  # the process has ended, or these bytes are no handle
        descriptor = None
    if descriptor is None:
        raise invalid("handle", place, "what aclrtIpcGetEventHandle gave for an event that still exists")
    put("event", event, SharedEvent(SharedState(descriptor)).handle)
