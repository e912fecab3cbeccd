"""Memory of queued tasks, where nobody is right by luck: what they will write holds noise, and their page-locked host
memory is closed to the program, whose first touch is a finding at its line (closed_pages.c)."""

from __future__ import annotations

import json
from dataclasses import asdict

from acl_sim.checks.finding import ERROR, Finding, rule, stop_if_asked
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.noise import Noise
from acl_sim.checks.ranges import describe, shared
from acl_sim.checks.site import NOWHERE
from acl_sim.device_memory import Block
from acl_sim.host_memory import PAGE
from acl_sim.machine import machine
from acl_sim.native import lib
from acl_sim.stream import Stream
from acl_sim.task import CALLS_HOST, Range, Task

TOUCHED = rule(
    "S207", "pinned-memory-touched-in-flight", ERROR,
    "Page-locked memory belongs to an asynchronous copy until that has completed: its source must not be written, its "
    "destination not be touched.",
    "AscendCL: aclrtMemcpyAsync, aclrtSynchronizeStream",
    "Call aclrtSynchronizeStream, or wait for an event recorded after the copy, before the host uses the memory.",
)  # fmt: skip


def _whole_pages(where: Range) -> Range | None:
    """The pages of aclrtMallocHost in which the program has nothing but this range; None if there is no such page.

    Registered memory is left alone: what else lies there is not ours to know.
    """
    owner = machine().pinned.owner(where[0])
    if owner is None:
        return None
    (start, size), (first, room) = where, owner
    last = first + room
    begin = start if start == first else (start + PAGE - 1) // PAGE * PAGE
    end = start + size
    end = (end + PAGE - 1) // PAGE * PAGE if end == last else end // PAGE * PAGE
    return (begin, end - begin) if begin < end else None


class _Closed:
    """Pages that are closed because of one task."""

    def __init__(self, number: int, pages: Range) -> None:
        self.number = number
        self.pages = pages


def _finding(task: Task, where: Range, is_read: bool) -> tuple[str, str]:
    """The finding about a touch of the range, cut where its site belongs."""
    doing, does = ("writes", "reads") if is_read else ("touches", "writes")
    detail = f"the host {doing} {describe(where)}, which {task.label} still {does}: it has not been waited for"
    whole = asdict(Finding(TOUCHED.id, "", detail, NOWHERE, history.task(task)))
    mark = json.dumps(asdict(NOWHERE))
    head, _, tail = json.dumps(whole).partition(mark)
    return head, tail


class InFlight(Checker):
    def __init__(self) -> None:
        self._noise = Noise()
        self._closed: dict[int, list[_Closed]] = {}  # by the id of a queued task
        self._queued: dict[int, set[int]] = {}  # ids of tasks by the handle of their stream
        self._host_calls: set[int] = set()  # those of them that call the program, which may touch what it likes

    def submitted(self, stream: Stream, task: Task) -> None:
        if stream.capture is not None:
            return
        if task.label in CALLS_HOST:
            self._host_calls.add(id(task))
        elif task.reads or task.writes:
            self._noise.spread(task, on_host=not self._host_calls)
            if not self._host_calls:
                self._close(task)
        self._queued.setdefault(stream.handle, set()).add(id(task))

    def _close(self, task: Task) -> None:
        for ranges, is_read in ((task.reads, True), (task.writes, False)):
            for where in ranges:
                pages = _whole_pages(where) if machine().memory_at(where[0]) is None else None
                if pages is None:
                    continue
                head, tail = _finding(task, where, is_read)
                number = lib.acl_sim_pages_close(*pages, is_read, head.encode(), tail.encode())
                if number >= 0:
                    self._closed.setdefault(id(task), []).append(_Closed(number, pages))

    def _others(self, pages: Range) -> list[_Closed]:
        return [closed for each in self._closed.values() for closed in each if shared(closed.pages, pages)]

    def starting(self, stream: Stream, task: Task) -> None:
        for closed in self._closed.get(id(task), ()):
            for other in self._others(closed.pages):
                lib.acl_sim_pages_open(other.number)
        self._noise.lift(id(task))

    def finished(self, stream: Stream, task: Task) -> None:
        self._end(stream, id(task))

    def idle(self, stream: Stream) -> None:
        self.ending(stream)

    def ending(self, stream: Stream) -> None:
        for task in list(self._queued.get(stream.handle, ())):
            self._end(stream, task)

    def _end(self, stream: Stream, task: int) -> None:
        self._queued.get(stream.handle, set()).discard(task)
        self._host_calls.discard(task)
        self._noise.forget(task)
        self._give_back(self._closed.pop(task, []))

    def _give_back(self, ended: list[_Closed]) -> None:
        touched = [closed for closed in ended if lib.acl_sim_pages_give_back(closed.number)]
        for closed in ended:
            for other in self._others(closed.pages):
                lib.acl_sim_pages_close_again(other.number)
        if touched:
            stop_if_asked()

    def freed(self, block: Block) -> None:
        self._noise.give_up((block.start, block.footprint))

    def unpinned(self, start: int, size: int) -> None:
        self._noise.give_up((start, size))
        for task, each in list(self._closed.items()):
            gone = [closed for closed in each if shared(closed.pages, (start, size))]
            self._closed[task] = [closed for closed in each if closed not in gone]
            self._give_back(gone)
