"""Chapter "execution control": host functions in stream order, both ways CANN has them.

aclrtLaunchHostFunc runs its function in whichever thread makes the stream progress. aclrtLaunchCallback hands its
function to the thread that subscribed to the stream and runs it inside that thread's aclrtProcessReport.
"""

from __future__ import annotations

from acl_sim import status
from acl_sim.entry import entry, unlocked
from acl_sim.machine import machine
from acl_sim.messages import invalid, invalid_acl, not_now, timed_out
from acl_sim.native import ffi
from acl_sim.schedule import step
from acl_sim.stream import Stream, find_stream
from acl_sim.task import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
else:
    from _collections import deque  # collections itself imports much

_BLOCK = 1  # aclrtCallbackBlockType ACL_CALLBACK_BLOCK


def _host_call(function: int, data: int) -> Callable[[], None]:
    pointer = ffi.cast("void (*)(uintptr_t)", function)

    def call() -> None:
        with unlocked():  # the function may take as long as it likes and let other threads work
            pointer(data)

    return call


class Report(Task):
    """A callback on its way to the thread that runs it."""

    __slots__ = ("blocks", "posted", "processed", "thread")

    def __init__(self, call: Callable[[], None], blocks: bool, thread: int) -> None:
        super().__init__("aclrtLaunchCallback", call)
        self.blocks = blocks
        self.thread = thread
        self.posted = self.processed = False

    def step(self) -> bool:
        if not self.posted:
            self.posted = True
            reporters().setdefault(self.thread, Reporter()).waiting.append(self)
        return self.processed or not self.blocks

    def again(self) -> Report:
        return Report(self.run, self.blocks, self.thread)

    @property
    def waits_for_thread(self) -> int | None:
        return self.thread if self.posted and self.blocks and not self.processed else None


class Reporter:
    """A host thread that processes callbacks for the streams it subscribed to."""

    def __init__(self) -> None:
        self.streams: list[Stream] = []
        self.waiting: deque[Report] = deque()


def reporters() -> dict[int, Reporter]:
    """By thread id, as pthread_self gives it."""
    return machine().reporters


@entry
def aclrtSubscribeReport(threadId: int, stream: int) -> None:
    target = find_stream(stream)
    if target.reporter is not None or target.uses_host_funcs:
        raise not_now("The stream already has a thread for its callbacks.", status.RT_STREAM_SUBSCRIBE)
    reporter = reporters().get(threadId)
    if reporter is not None and any(other.context.device is not target.context.device for other in reporter.streams):
        raise not_now(f"Thread {threadId} already serves another device.", status.RT_THREAD_SUBSCRIBE)
    reporters().setdefault(threadId, Reporter()).streams.append(target)
    target.reporter = threadId


@entry
def aclrtUnSubscribeReport(threadId: int, stream: int) -> None:
    target = find_stream(stream)
    if target.reporter is None:
        raise not_now("No thread is subscribed to the stream.", status.RT_STREAM_SUBSCRIBE)
    if target.reporter != threadId:
        raise not_now(f"Thread {threadId} is not the one subscribed to the stream.", status.RT_THREAD_SUBSCRIBE)
    target.reporter = None
    reporter = reporters()[threadId]
    reporter.streams.remove(target)
    if not reporter.streams and not reporter.waiting:
        del reporters()[threadId]


@entry
def aclrtLaunchCallback(fn: int, userData: int, blockType: int, stream: int) -> None:
    if blockType not in (0, _BLOCK):
        raise invalid_acl("blockType", blockType, "ACL_CALLBACK_NO_BLOCK (0) or ACL_CALLBACK_BLOCK (1)")
    if not fn:
        raise invalid("fn", "a null pointer", "a function")
    target = find_stream(stream)
    if target.uses_host_funcs:
        raise not_now("The stream is used with aclrtLaunchHostFunc.", status.RT_STREAM_SUBSCRIBE)
    if target.reporter is None:
        raise not_now(
            "No thread is subscribed to the stream: call aclrtSubscribeReport first.", status.RT_STREAM_NO_CB_REG
        )
    target.submit(Report(_host_call(fn, userData), blockType == _BLOCK, target.reporter))


@entry
def aclrtLaunchHostFunc(stream: int, fn: int, args: int) -> None:
    if not fn:
        raise invalid("fn", "a null pointer", "a function")
    target = find_stream(stream)
    if target.reporter is not None:
        raise not_now("A thread is subscribed to the stream with aclrtSubscribeReport.", status.RT_STREAM_SUBSCRIBE)
    target.uses_host_funcs = True
    target.submit(Task("aclrtLaunchHostFunc", _host_call(fn, args)))


@entry
def aclrtProcessReport(timeout: int) -> None:
    from _thread import get_ident
    from time import monotonic, sleep

    if timeout < -1 or timeout == 0:
        raise invalid_acl("timeout", timeout, "-1 or a positive number of milliseconds")
    deadline = None if timeout == -1 else monotonic() + timeout / 1000
    while True:
        reporter = reporters().get(get_ident())
        if reporter is not None and not reporter.streams and not reporter.waiting:
            del reporters()[get_ident()]
            reporter = None
        if reporter is None:
            raise not_now("This thread is subscribed to no stream.", status.RT_THREAD_SUBSCRIBE)
        if reporter.waiting:
            report = reporter.waiting.popleft()
            report.run()
            report.processed = True
            return
        if any(step(stream) for stream in list(reporter.streams)):
            continue  # nobody else may be waiting for the stream: processing reports makes it progress
        if deadline is not None and monotonic() >= deadline:
            raise timed_out("A callback report", timeout, status.RT_REPORT_TIMEOUT)
        with unlocked():
            sleep(200e-6)
