"""Chapter "event management": moments in streams that other streams and the host can wait for."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, invalid, not_now, not_supported, stale, timed_out
from acl_sim.outputs import put
from acl_sim.schedule import wait_for
from acl_sim.stream import Stream, checked_timeout, find_stream
from acl_sim.task import ConditionTask, RecordTask, Task, WaitTask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from acl_sim.capture import Capture

SYNC, CAPTURE_STREAM_PROGRESS, TIME_LINE = 0x01, 0x02, 0x08
DEVICE_USE_ONLY, EXTERNAL, IPC = 0x10, 0x20, 0x40
_OLD_FLAGS = SYNC | CAPTURE_STREAM_PROGRESS | TIME_LINE | DEVICE_USE_ONLY | EXTERNAL
_EX_FLAGS = SYNC | CAPTURE_STREAM_PROGRESS | TIME_LINE
_ANY_OF = "an OR of ACL_EVENT_SYNC, ACL_EVENT_CAPTURE_STREAM_PROGRESS and ACL_EVENT_TIME_LINE"


class Record:
    """One recording of an event: the last one counts."""

    __slots__ = ("__weakref__", "capture", "clock", "done", "nanoseconds", "stream")

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.done = False
        self.nanoseconds = 0
        self.capture: Capture | None = stream.capture
        self.clock: dict[Stream, int] = {}  # inside a capture: what of each stream lies before this record

    def reach(self) -> None:
        """The stream has come here."""
        from time import perf_counter_ns

        self.done = True
        self.nanoseconds = perf_counter_ns()


class Event:
    """`is_ex` tells events of aclrtCreateEventExWithFlag, which differ before their first record.

    An external one (ACL_EVENT_EXTERNAL) is a flag: raised by a record, taken down by a reset, and a stream waits until
    it is up. That makes it one for streams inside and outside of a capture.
    """

    def __init__(self, flags: int, is_ex: bool) -> None:
        self.flags = flags
        self.is_ex = is_ex
        self.context = machine().context()
        self.last: Record | None = None
        self.is_up = False
        self.handle = machine().handles.add(self)

    def new_record(self, stream: Stream) -> Record:
        """A record that the stream is to reach."""
        return Record(stream)

    def recorded_elsewhere(self) -> Callable[[], bool] | None:
        """Whether the last record has been reached, where another process made it; else None."""
        return None


def find_event(handle: int, parameter: str = "event") -> Event:
    """The event of a handle, or a Refusal (107017)."""
    event = machine().handles.find(handle, Event)
    if event is None:
        raise stale(parameter, "event", machine().handles.describe(handle))
    return event


def _host_visible(handle: int, parameter: str = "event") -> Event:
    event = find_event(handle, parameter)
    if event.last is not None and event.last.capture is not None:
        raise not_now(
            "The event was recorded inside a capture: only streams can wait for it.", status.RT_EVENT_CAPTURED
        )
    return event


def _create(out: int, flags: int, is_ex: bool) -> None:
    if flags == IPC:
        from acl_sim.shared_event import new_ipc_event

        put("event", out, new_ipc_event().handle)
        return
    put("event", out, Event(flags, is_ex).handle)


@entry(nonnull=("event",))
def aclrtCreateEvent(event: int) -> None:
    _create(event, SYNC | CAPTURE_STREAM_PROGRESS | TIME_LINE, is_ex=False)


@entry(nonnull=("event",))
def aclrtCreateEventWithFlag(event: int, flag: int) -> None:
    exclusive = flag & (DEVICE_USE_ONLY | EXTERNAL)
    if flag == 0 or flag & ~_OLD_FLAGS or (exclusive and flag != exclusive) or exclusive == DEVICE_USE_ONLY | EXTERNAL:
        raise invalid("flag", f"{flag:#x}", f"{_ANY_OF}, or one other flag")
    _create(event, flag, is_ex=False)


@entry(nonnull=("event",))
def aclrtCreateEventExWithFlag(event: int, flag: int) -> None:
    if flag != IPC and (flag == 0 or flag & ~_EX_FLAGS):
        raise invalid("flag", f"{flag:#x}", f"{_ANY_OF}, or ACL_EVENT_IPC")
    _create(event, flag, is_ex=True)


@entry(nonnull=("event",))
def aclrtDestroyEvent(event: int) -> None:
    machine().handles.remove(find_event(event))  # queued tasks keep the record they need


def _refuse_default(event: Event, stream: Stream) -> None:
    capture = event.last.capture if event.last is not None else None
    if stream.is_default and capture is not None and capture.is_active:
        raise not_now("The event belongs to a capture, the default stream does not.", status.RT_STREAM_CAPTURE_IMPLICIT)


@entry(nonnull=("event",))
def aclrtRecordEvent(event: int, stream: int) -> None:
    known, target = find_event(event), find_stream(stream)
    record = known.new_record(target)
    if known.flags & EXTERNAL:
        _raise_flag(known, record)
        return
    _refuse_default(known, target)
    known.last = record
    target.submit(RecordTask(record))
    if known.flags & IPC:  # another process waits for it, which cannot make this stream go on
        machine().schedule.wait(target, lambda: record.done, 0)


def _raise_flag(event: Event, record: Record) -> None:
    def reach() -> None:
        record.reach()
        event.is_up = True

    if record.capture is None:
        event.last = record
    record.stream.submit(Task("aclrtRecordEvent", reach))


def _wait_in_stream(stream: int, event: int) -> None:
    known, target = find_event(event), find_stream(stream)
    if known.flags & EXTERNAL:
        target.submit(ConditionTask("aclrtStreamWaitEvent", lambda: known.is_up))
        return
    if (reached := known.recorded_elsewhere()) is not None:
        target.submit(ConditionTask("aclrtStreamWaitEvent", reached))
        return
    if not known.flags & (SYNC | IPC):
        raise not_supported("Waiting for an event created without ACL_EVENT_SYNC or ACL_EVENT_IPC")
    if hooks.active:
        hooks.emit("waiting", target, known)
    record = known.last
    if record is None:
        if known.is_ex:
            return
        raise invalid("event", f"{event:#x}", "an event that has been recorded")
    capture = record.capture
    if capture is not None and capture.is_active and target.capture is None:
        if target.is_default:
            raise not_now("The default stream cannot join a capture.", status.RT_STREAM_CAPTURE_IMPLICIT)
        capture.join(target)
    elif target.capture is not capture:
        raise not_now("The event was recorded in another capture than the stream's.", status.RT_CAPTURE_DEPENDENCY)
    target.submit(WaitTask(record))


@entry(nonnull=("event",))
def aclrtStreamWaitEvent(stream: int, event: int) -> None:
    _wait_in_stream(stream, event)


@entry(nonnull=("event",))
def aclrtStreamWaitEventWithTimeout(stream: int, event: int, timeout: int) -> None:
    # A stream here never waits for what does not come, so that the time is never over.
    if timeout < 0:
        raise invalid("timeout", timeout, "0 for ever, or a positive number of milliseconds")
    _wait_in_stream(stream, event)


@entry(nonnull=("event",))
def aclrtResetEvent(event: int, stream: int) -> None:
    known, target = find_event(event), find_stream(stream)
    if known.is_ex:
        raise not_supported("aclrtResetEvent of an event of aclrtCreateEventExWithFlag")
    if not known.flags & EXTERNAL:
        _refuse_default(known, target)
    seen = known.last

    def forget() -> None:
        known.is_up = False
        if known.last is seen:  # else the event has been recorded anew since
            known.last = None

    target.submit(Task("aclrtResetEvent", forget))


def _wait(event: Event, milliseconds: int = -1) -> None:
    record = event.last
    if (reached := event.recorded_elsewhere()) is not None:
        if not wait_for(reached, milliseconds):
            raise timed_out(f"Event {event.handle:#x}", milliseconds, status.RT_EVENT_SYNC_TIMEOUT)
        return
    if record is not None and not machine().schedule.wait(record.stream, lambda: record.done, milliseconds):
        raise timed_out(f"Event {event.handle:#x}", milliseconds, status.RT_EVENT_SYNC_TIMEOUT)
    if record is not None and record.done and hooks.active:
        hooks.emit("reached", record)


@entry(nonnull=("event",))
def aclrtSynchronizeEvent(event: int) -> None:
    _wait(_host_visible(event))


@entry(nonnull=("event",))
def aclrtSynchronizeEventWithTimeout(event: int, timeout: int) -> None:
    checked_timeout(timeout)
    _wait(_host_visible(event), timeout)


def _is_reached(event: Event) -> bool:
    """Asking makes progress, so that a program which polls gets somewhere."""
    record = event.last
    if (reached := event.recorded_elsewhere()) is not None:
        return wait_for(reached, 0)
    if record is None:
        return event.is_ex
    machine().schedule.wait(record.stream, lambda: record.done, 0)
    if record.done and hooks.active:
        hooks.emit("reached", record)
    return record.done


@entry(nonnull=("event", "status_"))
def aclrtQueryEventStatus(event: int, status_: int) -> None:
    put("status", status_, int(_is_reached(_host_visible(event))), 4)  # NOT_READY 0, COMPLETE 1


def _query_old(handle: int, out: int) -> None:
    event = _host_visible(handle)
    if event.is_ex:
        raise not_supported("This query of an event of aclrtCreateEventExWithFlag (use aclrtQueryEventStatus)")
    put("status", out, int(not _is_reached(event)), 4)  # COMPLETE 0, NOT_READY 1


@entry(nonnull=("event", "status_"))
def aclrtQueryEvent(event: int, status_: int) -> None:
    _query_old(event, status_)


@entry(nonnull=("event", "status_"))
def aclrtQueryEventWaitStatus(event: int, status_: int) -> None:
    _query_old(event, status_)


def _timestamp(handle: int, parameter: str) -> int:
    event = _host_visible(handle, parameter)
    if event.flags & (EXTERNAL | IPC):
        raise not_supported("The time of an event created with ACL_EVENT_EXTERNAL or ACL_EVENT_IPC")
    if event.last is None:
        raise invalid(parameter, f"{handle:#x}", "an event that has been recorded", status.RT_INTERNAL_ERROR)
    if not event.flags & TIME_LINE or not _is_reached(event):
        expected = "an event with ACL_EVENT_TIME_LINE that its stream has reached"
        raise invalid(parameter, f"{handle:#x}", expected, status.RT_EVENT_TIMESTAMP_INVALID)
    return event.last.nanoseconds


@entry(nonnull=("ms", "startEvent", "endEvent"))
def aclrtEventElapsedTime(ms: int, startEvent: int, endEvent: int) -> None:
    from struct import pack

    start, end = _timestamp(startEvent, "startEvent"), _timestamp(endEvent, "endEvent")
    if end < start:
        text = "The end event was reached before the start event."
        raise Refusal(status.RT_EVENT_TIMESTAMP_REVERSAL, "EE1016", text)
    put("ms", ms, int.from_bytes(pack("<f", (end - start) / 1e6), "little"), 4)


@entry(nonnull=("event", "timestamp"))
def aclrtEventGetTimestamp(event: int, timestamp: int) -> None:
    put("timestamp", timestamp, _timestamp(event, "event") // 1000)
