"""Tasks of different streams that touch the same bytes in no order.

Each stream has a clock: how many tasks of every stream lie before its next one. Records keep the clock of their
stream, waits take it over, and what the host has waited for lies before everything that is submitted later. That host
threads tell each other when to go on cannot be seen, so they count as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from acl_sim.capture import Capture, Model
from acl_sim.checks.finding import ERROR, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import bounds, describe, overlap, without
from acl_sim.copy import PAGEABLE, place
from acl_sim.device_memory import Block
from acl_sim.event import Record
from acl_sim.handles import Handled
from acl_sim.stream import Stream
from acl_sim.task import CALLS_HOST, Range, RecordTask, Task, WaitTask

RACE = rule(
    "S203", "cross-stream-race", ERROR,
    "Tasks of different streams that touch the same memory, one of them writing, must be ordered.",
    "AscendCL: aclrtRecordEvent, aclrtStreamWaitEvent",
    "Record an event after the first task and let the other stream wait for it, or use one stream for both.",
)  # fmt: skip

Clock = dict[int, int]  # tasks by the handle of their stream
Ranges = tuple[Range, ...]


def _take_over(clock: Clock, other: Clock) -> None:
    for stream, count in other.items():
        clock[stream] = max(clock.get(stream, 0), count)


@dataclass
class _Access:
    """What a task touches, all of it between `first` and `end`. number: its place in its stream."""

    number: int
    label: str
    side: Side
    reads: Ranges
    writes: Ranges
    first: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        self.first, self.end = bounds(self.reads + self.writes)


@dataclass
class _Order:
    """The streams as they run, or as one capture records them."""

    clocks: dict[int, Clock] = field(default_factory=dict)
    accesses: dict[int, dict[tuple[Ranges, Ranges], _Access]] = field(default_factory=dict)

    def clock(self, stream: int) -> Clock:
        return self.clocks.setdefault(stream, {})

    def wait(self, clock: Clock) -> None:
        """The host has waited."""
        for stream, count in clock.items():
            known = self.accesses.get(stream, {})
            self.accesses[stream] = {key: one for key, one in known.items() if one.number > count}

    def check(self, stream: int, reads: Ranges, writes: Ranges) -> None:
        """Reports the first access of another stream that conflicts and has no place before the stream's next task."""
        clock = self.clock(stream)
        first, end = bounds(reads + writes)
        for other, accesses in self.accesses.items():
            before = clock.get(other, 0)
            for access in accesses.values() if other != stream else ():
                if access.first >= end or access.end <= first or access.number <= before:
                    continue
                if race := _conflict(access, reads, writes):
                    found(RACE, f"{race}; nothing orders the two", access.side)
                    return

    def add(self, stream: int, access: _Access) -> None:
        """An access takes the place of an earlier one to the same bytes: what races with that races with this."""
        self.accesses.setdefault(stream, {})[access.reads, access.writes] = access

    def forget(self, gone: Range) -> None:
        """Memory was freed: whoever gets the same addresses next has nothing to do with earlier tasks."""
        for stream, accesses in self.accesses.items():
            kept: dict[tuple[Ranges, Ranges], _Access] = {}
            for key, one in accesses.items():
                if one.first < sum(gone) and gone[0] < one.end:
                    key = one.reads, one.writes = without(one.reads, gone), without(one.writes, gone)
                if any(key):
                    kept[key] = one
            self.accesses[stream] = kept


def _conflict(access: _Access, reads: Ranges, writes: Ranges) -> str:
    pairs = (
        ("writes", writes, "writes", access.writes),
        ("reads", reads, "writes", access.writes),
        ("writes", writes, "reads", access.reads),
    )
    for doing, mine, does, theirs in pairs:
        if both := overlap(mine, theirs):
            return f"{doing} {describe(both)}, which {access.label} in another stream {does}"
    return ""


class Races(Checker):
    def __init__(self) -> None:
        self._orders: dict[Capture | None, _Order] = {None: _Order()}
        self._records: WeakKeyDictionary[Record, Clock] = WeakKeyDictionary()
        self._host_calls: dict[int, Clock] = {}  # what has run when a host function has, by the task's id

    @property
    def _running(self) -> _Order:
        return self._orders[None]

    def submitted(self, stream: Stream, task: Task) -> None:
        order = self._orders.setdefault(stream.capture, _Order())
        clock = order.clock(stream.handle)
        if isinstance(task, WaitTask):
            _take_over(clock, self._records.get(task.record, {}))
        elif isinstance(task, RecordTask):
            self._records[task.record] = dict(clock)
        elif task.label in CALLS_HOST:
            self._host_calls[id(task)] = dict(clock)
        elif task.reads or task.writes:
            order.check(stream.handle, task.reads, task.writes)
            number = clock[stream.handle] = clock.get(stream.handle, 0) + 1
            order.add(stream.handle, _Access(number, task.label, history.task(task), task.reads, task.writes))

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if stream is not None and PAGEABLE in (place(dst), place(src)):  # made at once, when the stream has run
            self._running.check(stream.handle, ((src, count),), ((dst, count),))

    def starting(self, stream: Stream, task: Task) -> None:
        self._running.wait(self._host_calls.pop(id(task), {}))  # the function may have told a host thread

    def synchronized(self, stream: Stream) -> None:
        self._running.wait(dict(self._running.clock(stream.handle)))

    def idle(self, stream: Stream) -> None:
        self.synchronized(stream)

    def ending(self, stream: Stream) -> None:
        self.synchronized(stream)
        self._running.clocks.pop(stream.handle, None)

    def reached(self, record: Record) -> None:
        if record.capture is None:
            self._running.wait(self._records.get(record, {}))

    def destroyed(self, thing: Handled) -> None:
        if isinstance(thing, Model):
            self._orders.pop(thing.capture, None)

    def freed(self, block: Block) -> None:
        self._running.forget((block.start, block.footprint))

    def unpinned(self, start: int, size: int) -> None:
        self._running.forget((start, size))
