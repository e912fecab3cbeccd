"""Streams that wait for nothing, or end with work in them."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, WARNING, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.deadlock import Link
from acl_sim.event import Event
from acl_sim.stream import Stream
from acl_sim.task import RecordTask, WaitTask

UNRECORDED = rule(
    "S205", "wait-on-unrecorded-event", ERROR,
    "A stream can wait for an event once aclrtRecordEvent has been called for it.",
    "AscendCL: aclrtRecordEvent, aclrtStreamWaitEvent",
    "Call aclrtRecordEvent before aclrtStreamWaitEvent, and again after each aclrtResetEvent.",
)  # fmt: skip
BUSY = rule(
    "S206", "stream-ended-while-busy", WARNING,
    "A stream that is destroyed by force, or with its context, loses the tasks that have not run.",
    "AscendCL: aclrtDestroyStreamForce, aclrtDestroyContext",
    "Synchronise the stream first, or use aclrtDestroyStream, which waits; drop tasks with aclrtStreamAbort.",
)  # fmt: skip
DEADLOCK = rule(
    "S208", "deadlock", ERROR,
    "Nobody may wait for what can only come after the wait.",
    "AscendCL: aclrtLaunchHostFunc, aclrtLaunchCallback, aclrtStreamWaitEvent",
    "Call nothing that waits in a function of aclrtLaunchHostFunc, and process callbacks in a thread of their own.",
)  # fmt: skip


class Streams(Checker):
    def waiting(self, stream: Stream, event: Event) -> None:
        if event.last is None and not event.is_ex:  # an event of the newer family counts as complete by then
            found(UNRECORDED, "the event has not been recorded, or was reset since", history.creation(event))

    def deadlocked(self, links: list[Link]) -> None:
        path = tuple(Side(what, history.task(task).site) for what, task in links)
        found(DEADLOCK, "this call waits for what can only come after it", path=path)

    def ending(self, stream: Stream) -> None:
        context = stream.context
        if not context.alive and context is context.device.primary:
            return  # aclrtResetDevice is documented to wait for the tasks of the default context
        lost = [task for task in stream.queue if not isinstance(task, RecordTask | WaitTask)]
        if lost:
            others = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            found(BUSY, f"{lost[0].label}{others} will not run", history.task(lost[0]))
