"""Chapter "model running instance", groups of captured operators that can be replaced later."""

from __future__ import annotations

from acl_sim import status
from acl_sim.capture import Capture
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, not_now, not_supported, stale
from acl_sim.outputs import put
from acl_sim.stream import Stream, find_stream
from acl_sim.task import Task


class TaskGroup:
    """Operators of a capture that were recorded one after the other in one stream, an aclrtTaskGrp."""

    def __init__(self, stream: Stream, capture: Capture) -> None:
        self.stream = stream
        self.model = capture.model
        self.places: list[int] = []  # of its operators among the model's tasks
        self.failure: Refusal | None = None
        self.is_updated = False  # by some stream at present
        self.handle = machine().handles.add(self)

    def add(self, stream: Stream, task: Task) -> None:
        """Takes in the operator that is recorded next; a Refusal for other tasks and for those of other streams."""
        if stream is not self.stream:
            reason = "Another stream of the capture has an open group of tasks."
            self.failure = not_now(reason, status.RT_STREAM_TASK_GROUP_INTR)
        elif not task.is_kernel:
            self.failure = not_supported(f"{task.label} in a group of tasks", status.RT_TASK_TYPE_NOT_SUPPORT)
        if self.failure is not None:
            raise self.failure
        self.places.append(len(self.model.tasks))


class Update:
    """Operators that replace those of a group, one after the other."""

    def __init__(self, group: TaskGroup) -> None:
        self.group = group
        self.count = 0

    def replacement(self, task: Task) -> Task:
        """The task that puts the given one into the model, when the stream has come so far."""
        if not task.is_kernel:
            raise not_supported(f"{task.label} as an update of captured tasks", status.RT_TASK_TYPE_NOT_SUPPORT)
        model, places = self.group.model, self.group.places
        if self.count == len(places):
            raise not_now(f"The group has {len(places)} tasks only.", status.RT_INTERNAL_ERROR)
        place = places[self.count]
        self.count += 1

        def replace() -> None:
            model.tasks[place] = task

        return Task("aclmdlRICaptureTaskUpdate", replace)


def _capture_of(stream: Stream) -> Capture:
    if stream.capture is None:
        raise not_now("The stream is not being captured.", status.RT_STREAM_NOT_CAPTURED)
    return stream.capture


@entry(nonnull=("stream",))
def aclmdlRICaptureTaskGrpBegin(stream: int) -> None:
    target = find_stream(stream)
    capture = _capture_of(target)
    if capture.group is not None:
        raise not_now("The capture has an open group of tasks already.", status.RT_STREAM_TASK_GROUP_STATUS)
    capture.group = TaskGroup(target, capture)


@entry(nonnull=("stream", "handle"))
def aclmdlRICaptureTaskGrpEnd(stream: int, handle: int) -> None:
    put("handle", handle, 0)  # what a failure leaves there
    target = find_stream(stream)
    capture = _capture_of(target)
    group = capture.group
    if group is None or group.stream is not target:
        raise not_now("The stream has no open group of tasks.", status.RT_STREAM_TASK_GROUP_STATUS)
    capture.group = None
    failure = group.failure
    if failure is None and not capture.is_valid:
        reason = "The capture was given work that cannot be captured."
        failure = not_now(reason, status.RT_STREAM_CAPTURE_INVALIDATED)
    if failure is not None:
        machine().handles.remove(group)
        raise failure
    capture.model.groups.append(group)
    put("handle", handle, group.handle)


def _updating(stream: Stream) -> Stream:
    if stream.capture is not None:
        raise not_now("The stream is being captured.", status.RT_STREAM_CAPTURED)
    return stream


@entry(nonnull=("stream", "handle"))
def aclmdlRICaptureTaskUpdateBegin(stream: int, handle: int) -> None:
    target = _updating(find_stream(stream))
    group = machine().handles.find(handle, TaskGroup)
    if group is None:
        raise stale("handle", "group of tasks", machine().handles.describe(handle))
    if target.update is not None or group.is_updated:
        reason = "The stream updates another group, or another stream the group."
        raise not_now(reason, status.RT_STREAM_TASK_GROUP_STATUS)
    group.is_updated = True
    target.update = Update(group)


@entry(nonnull=("stream",))
def aclmdlRICaptureTaskUpdateEnd(stream: int) -> None:
    target = _updating(find_stream(stream))
    update = target.update
    if update is None:
        raise not_now("The stream updates no group of tasks.", status.RT_STREAM_TASK_GROUP_STATUS)
    target.update = None
    update.group.is_updated = False
    total = len(update.group.places)
    if update.count != total:
        raise not_now(f"{update.count} of the group's {total} tasks were updated.", status.RT_INTERNAL_ERROR)
