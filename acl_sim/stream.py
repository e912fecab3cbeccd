"""Chapter "stream management": queues of tasks that run in order."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, invalid, not_now, stale, timed_out, wrong_context
from acl_sim.outputs import put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque

    from acl_sim.capture import Capture
    from acl_sim.context import Context
    from acl_sim.task import Task
    from acl_sim.task_group import Update
else:
    from _collections import deque  # collections itself imports much

COMPLETE, NOT_READY = 0, 1  # aclrtStreamStatus
_KNOWN_FLAGS = 0x3F  # ACL_STREAM_FAST_LAUNCH ... ACL_STREAM_DEVICE_USE_ONLY
_DEVICE_DRIVEN = 0x34  # ACL_STREAM_PERSISTENT | ACL_STREAM_CPU_SCHEDULE | ACL_STREAM_DEVICE_USE_ONLY
LEAST_PRIORITY = 7


class Stream:
    """A first-in-first-out queue of one context. `failure` is what a task did wrong since the last synchronise."""

    def __init__(self, context: Context, is_default: bool = False, priority: int = 0, flags: int = 0) -> None:
        self.context = context
        self.is_default = is_default
        self.priority = priority
        self.flags = flags
        self.queue: deque[Task] = deque()
        self.running = 0  # the thread that is in one of its tasks
        self.failure: Refusal | None = None
        self.aborts = 0  # calls of aclrtStreamAbort so far
        self.capture: Capture | None = None
        self.update: Update | None = None  # of tasks of a capture, in progress
        self.reporter: int | None = None  # the thread that runs this stream's aclrtLaunchCallback functions
        self.uses_host_funcs = False
        self.stops_on_failure = False  # aclrtSetStreamFailureMode: what follows a failed task does not run
        self.attributes: dict[int, int] = {}  # by aclrtStreamAttr
        self.core_limits: dict[int, int] = {}  # by aclrtDevResLimitType
        self.handle = machine().handles.add(self)
        context.streams.append(self)

    @property
    def number(self) -> int:
        """The stream's id."""
        return self.handle >> 4 & 0x7FFF_FFFF

    def submit(self, task: Task) -> None:
        """Queues a task, or records it when the stream is being captured."""
        if self.update is not None:
            task = self.update.replacement(task)
        if hooks.active:
            hooks.emit("submitted", self, task)
        if self.capture is not None:
            self.capture.add(self, task)
            return
        self.queue.append(task)
        machine().schedule.submitted(self)

    def synchronize(self, milliseconds: int = -1) -> None:
        """Runs what is queued; raises the failure of a task, 107023 when another thread drops the tasks meanwhile,
        or 507046 when time is over first."""
        aborts = self.aborts
        if not machine().schedule.wait(self, lambda: self.aborts != aborts, milliseconds):
            raise timed_out(f"Stream {self.handle:#x}", milliseconds, status.RT_STREAM_SYNC_TIMEOUT)
        if self.aborts != aborts:
            raise not_now("Another thread called aclrtStreamAbort.", status.RT_STREAM_ABORT)
        if hooks.active:
            hooks.emit("synchronized", self)
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure

    def drop(self) -> None:
        """Forgets what is queued."""
        for task in self.queue:
            task.drop()
        self.queue.clear()

    def destroy(self) -> None:
        """Ends the stream without running what it holds."""
        if hooks.active:
            hooks.emit("ending", self)
        if self.capture is not None:
            self.capture.abandon()
        self.drop()
        if self in self.context.streams:  # else another thread was faster while this one waited
            self.context.streams.remove(self)
        machine().handles.remove(self)


def find_stream(handle: int, anywhere: bool = False, parameter: str = "stream") -> Stream:
    """The stream of a handle; null is the current context's default stream.

    Raises 107002 without a current context, 107017 for what is no live stream, and 107003 for a stream of another
    context unless `anywhere`.
    """
    context = machine().context()
    if not handle:
        return context.default_stream
    stream = machine().handles.find(handle, Stream)
    if stream is None:
        raise stale(parameter, "stream", machine().handles.describe(handle))
    if stream.context is not context and not anywhere:
        if hooks.active:
            hooks.emit("wrong_context", stream, context)
        raise wrong_context(parameter, handle)
    return stream


def _not_capturing(stream: Stream) -> Stream:
    if stream.capture is not None:
        raise not_now(
            "The stream is being captured: it cannot be waited for, asked or destroyed.", status.RT_STREAM_CAPTURED
        )
    return stream


def checked_timeout(milliseconds: int) -> int:
    """A timeout of a waiting call: -1 for ever, else positive; 107000 otherwise."""
    if milliseconds < -1 or milliseconds == 0:
        raise invalid("timeout", milliseconds, "-1 or a positive number of milliseconds")
    return milliseconds


def _create(out: int, priority: int = 0, flags: int = 0) -> None:
    if flags & ~_KNOWN_FLAGS:
        raise invalid("flag", f"{flags:#x}", f"an OR of flags in {_KNOWN_FLAGS:#x}")
    stream = Stream(machine().context(), priority=min(priority, LEAST_PRIORITY), flags=flags)
    put("stream", out, stream.handle)


@entry(nonnull=("stream",))
def aclrtCreateStream(stream: int) -> None:
    _create(stream)


@entry(nonnull=("stream",))
def aclrtCreateStreamWithConfig(stream: int, priority: int, flag: int) -> None:
    _create(stream, priority, flag)


def _find_to_destroy(handle: int) -> Stream:
    stream = _not_capturing(find_stream(handle))
    if stream.is_default:
        raise invalid("stream", f"{handle:#x}", "a stream that was created: the default stream ends with its context")
    return stream


@entry(nonnull=("stream",))
def aclrtDestroyStream(stream: int) -> None:
    known = _find_to_destroy(stream)
    machine().schedule.wait(known, lambda: False)
    known.destroy()


@entry(nonnull=("stream",))
def aclrtDestroyStreamForce(stream: int) -> None:
    _find_to_destroy(stream).destroy()


def _synchronize(handle: int, milliseconds: int) -> None:
    stream = _not_capturing(find_stream(handle, anywhere=True))
    if not stream.flags & _DEVICE_DRIVEN:  # the host cannot wait for those and is told so by success
        stream.synchronize(milliseconds)


@entry
def aclrtSynchronizeStream(stream: int) -> None:
    _synchronize(stream, -1)


@entry
def aclrtSynchronizeStreamWithTimeout(stream: int, timeout: int) -> None:
    _synchronize(stream, checked_timeout(timeout))


@entry(nonnull=("status_",))
def aclrtStreamQuery(stream: int, status_: int) -> None:
    known = _not_capturing(find_stream(stream, anywhere=True))
    machine().schedule.wait(known, lambda: False, 0)
    if hooks.active and not known.queue:
        hooks.emit("idle", known)
    put("status", status_, NOT_READY if known.queue else COMPLETE, 4)


@entry
def aclrtStreamAbort(stream: int) -> None:
    known = find_stream(stream)
    known.aborts += 1
    known.drop()
    if hooks.active:
        hooks.emit("idle", known)


@entry(nonnull=("streamId",))
def aclrtStreamGetId(stream: int, streamId: int) -> None:
    put("streamId", streamId, find_stream(stream).number, 4)


@entry(nonnull=("flags",))
def aclrtStreamGetFlags(stream: int, flags: int) -> None:
    put("flags", flags, find_stream(stream).flags, 4)


@entry(nonnull=("priority",))
def aclrtStreamGetPriority(stream: int, priority: int) -> None:
    put("priority", priority, find_stream(stream).priority, 4)


@entry
def aclrtDeviceGetStreamPriorityRange(leastPriority: int, greatestPriority: int) -> None:
    machine().context()
    if leastPriority:
        put("leastPriority", leastPriority, LEAST_PRIORITY, 4)
    if greatestPriority:
        put("greatestPriority", greatestPriority, 0, 4)
