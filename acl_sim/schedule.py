"""When queued tasks run: always in a calling thread, in an order that the documentation allows.

`deferred` runs nothing before the program synchronises, so that a forgotten synchronise fails every time.
`eager` runs tasks as they are submitted. `shuffled:SEED` runs tasks of any stream whenever it likes, which shows
results that depend on luck.
"""

from __future__ import annotations

import os
from _thread import get_ident

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.messages import Refusal
from acl_sim.task import Task, WaitTask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from acl_sim.deadlock import Link
    from acl_sim.stream import Stream

_PATIENCE = 1.0  # seconds in which a thread outside the circle may still abort one of its streams
_PAUSE = 100e-6  # seconds between looks at what only another thread can bring about


class UnknownSchedule(Exception):
    """ACL_SIM_SCHEDULE names no schedule."""


def step(stream: Stream) -> bool:
    """Runs one task of the stream, or of one that it waits for; False when only another thread can bring it on."""
    while stream.queue and not stream.running:
        task = stream.queue[0]
        if not isinstance(task, WaitTask) or task.record.done:
            return _run_first(stream, task)
        stream = task.record.stream  # a loop, since chains of waits grow longer than Python's stack
    return False


def step_others() -> bool:
    """Runs one task of any stream that is not in a task already; False when none can go on."""
    from acl_sim.machine import machine

    contexts = (context for device in machine().devices for context in device.contexts)
    return any(step(stream) for context in contexts for stream in context.streams)


def wait_for(holds: Callable[[], bool], milliseconds: int) -> bool:
    """Runs tasks until something is so that others may bring about; False when the time is over first, -1 for ever."""
    from time import monotonic, sleep

    from acl_sim.entry import unlocked

    deadline = monotonic() + milliseconds / 1000
    while not holds():
        if step_others():
            continue
        if milliseconds >= 0 and monotonic() >= deadline:
            return False
        with unlocked():
            sleep(_PAUSE)
    return True


def _run_first(stream: Stream, task: Task) -> bool:
    """Whether the task has left the queue."""
    stream.running = get_ident()
    if hooks.active:
        hooks.emit("starting", stream, task)
    try:
        finished = task.step()
    except Exception as failure:  # also a bug of ours: the task would be the stream's first one for ever
        stream.failure = stream.failure or _refusal_of(task, failure)
        finished = True
        if stream.stops_on_failure:
            stream.drop()
    finally:
        stream.running = 0
    if finished and hooks.active:
        hooks.emit("finished", stream, task)
    if finished and stream.queue and stream.queue[0] is task:  # else the stream was aborted meanwhile
        stream.queue.popleft()
    return finished


def _refusal_of(task: Task, failure: Exception) -> Refusal:
    """What the stream's next synchronise answers."""
    if isinstance(failure, Refusal):
        return failure
    if isinstance(failure, MemoryError):
        return Refusal(status.RT_MEMORY_ALLOCATION, "EE1013", f"The host has no memory for {task.label}: {failure}.")
    from acl_sim.entry import crashed

    return crashed(task.label, failure)


class Deferred:
    """Tasks run when a call waits for them or asks about them."""

    def __init__(self) -> None:
        self._waiting: dict[int, Stream] = {}  # what each thread waits for that cannot go on at present

    def submitted(self, stream: Stream) -> None:
        """A task has been queued."""

    def progress(self, stream: Stream) -> bool:
        """Runs one task that brings the stream nearer to its end; False when only another thread can."""
        return step(stream)

    def wait(self, stream: Stream, done: Callable[[], bool], milliseconds: int = -1) -> bool:
        """Runs tasks until `done` (or nothing is left); False when the time is over first. -1 waits for ever, which
        is a Refusal (507046) where nobody can go on."""
        deadline: float | None = None
        stuck: float | None = None  # since when nobody can go on
        while stream.queue and not done():
            if stream.running == get_ident():  # a host function waits for the stream it runs in: let it go on
                self._find_deadlock(stream)
                return True
            if self.progress(stream):
                continue
            from time import monotonic, sleep

            from acl_sim.entry import unlocked

            if milliseconds >= 0 or not self._circle(stream):
                stuck = None
            elif stuck is None:
                stuck = monotonic()
            elif monotonic() - stuck >= _PATIENCE:
                from acl_sim.deadlock import deadlock

                raise deadlock(self._find_deadlock(stream))
            if deadline is None and milliseconds >= 0:
                deadline = monotonic() + milliseconds / 1000
            if deadline is not None and monotonic() >= deadline:
                return False
            self._waiting[get_ident()] = stream
            with unlocked():
                sleep(_PAUSE)
            self._waiting.pop(get_ident(), None)
        return True

    def _circle(self, stream: Stream) -> list[Link]:
        """The waits that this thread's wait closes to a circle; empty when it closes none."""
        from acl_sim.deadlock import find_circle

        return find_circle(get_ident(), {**self._waiting, get_ident(): stream})

    def _find_deadlock(self, stream: Stream) -> list[Link]:
        """The same, told to the checkers."""
        links = self._circle(stream)
        if links and hooks.active:
            hooks.emit("deadlocked", links)
        return links


class Eager(Deferred):
    """Tasks run as soon as they are submitted, if nothing holds them up."""

    def submitted(self, stream: Stream) -> None:
        while step(stream):
            pass


class Shuffled(Deferred):
    """Tasks of all streams run in a random order that is legal and the same for the same seed."""

    def __init__(self, seed: int) -> None:
        from random import Random

        super().__init__()
        self._random = Random(seed)

    def _step_any(self, stream: Stream) -> bool:
        streams = [other for context in stream.context.device.contexts for other in context.streams if other.queue]
        self._random.shuffle(streams)
        return any(step(other) for other in streams)

    def submitted(self, stream: Stream) -> None:
        while self._random.random() < 0.5 and self._step_any(stream):
            pass

    def progress(self, stream: Stream) -> bool:
        return self._step_any(stream) or step(stream)


def chosen_schedule() -> Deferred:
    """What ACL_SIM_SCHEDULE asks for; raises UnknownSchedule with what exists."""
    wanted = os.environ.get("ACL_SIM_SCHEDULE") or "deferred"
    name, _, seed = wanted.partition(":")
    if name == "shuffled" and seed.lstrip("-").isdecimal():
        return Shuffled(int(seed))
    if wanted in ("deferred", "eager"):
        return Deferred() if wanted == "deferred" else Eager()
    raise UnknownSchedule(f"ACL_SIM_SCHEDULE is {wanted!r}, expected deferred, eager or shuffled:SEED")
