"""Chapter "model running instance": recording the work of streams once and running it many times."""

from __future__ import annotations

from _thread import get_ident

from acl_sim import status
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid, invalid_acl, not_now, stale
from acl_sim.outputs import put, read_array
from acl_sim.stream import Stream, find_stream
from acl_sim.task import RecordTask, Task, WaitTask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.task_group import TaskGroup

GLOBAL, THREAD_LOCAL, RELAXED = 0, 1, 2  # aclmdlRICaptureMode
_NONE, _ACTIVE, _INVALIDATED = 0, 1, 2  # aclmdlRICaptureStatus
_UNCAPTURABLE = 0x34  # ACL_STREAM_PERSISTENT | ACL_STREAM_CPU_SCHEDULE | ACL_STREAM_DEVICE_USE_ONLY


class Capture:
    """A recording in progress: the tasks of the origin stream and of every stream that joined it by an event.

    The order of submission is one legal order of the graph, so it is also the order of every run.
    """

    def __init__(self, origin: Stream, mode: int) -> None:
        self.origin = origin
        self.mode = mode
        self.thread = get_ident()
        self.model = Model(origin, self)
        self.group: TaskGroup | None = None  # open at present
        self.is_valid = True  # False once a stream of it was given work that cannot be recorded
        self._clocks: dict[Stream, dict[Stream, int]] = {}  # how much of each stream lies before a stream's next task
        self.join(origin)
        machine().captures.add(self)

    @property
    def is_active(self) -> bool:
        return self in machine().captures

    def join(self, stream: Stream) -> None:
        """A stream that waits for an event of the capture becomes part of it."""
        stream.capture = self
        self._clocks[stream] = {}

    def add(self, stream: Stream, task: Task) -> None:
        """Records a task instead of queueing it."""
        if self.group is not None:
            self.group.add(stream, task)
        clock = self._clocks[stream]
        if isinstance(task, WaitTask):
            for other, count in task.record.clock.items():
                clock[other] = max(clock.get(other, 0), count)
        clock[stream] = clock.get(stream, 0) + 1
        if isinstance(task, RecordTask):
            task.record.clock = dict(clock)
        self.model.tasks.append(task)
        self.model.streams.append(stream.number)

    def _close(self) -> None:
        for stream in self._clocks:
            stream.capture = None
        machine().captures.discard(self)

    def _is_joined(self) -> bool:
        seen = self._clocks[self.origin]
        return all(seen.get(stream, 0) == clock.get(stream, 0) for stream, clock in self._clocks.items())

    def end(self) -> Model:
        """The recording, with all streams given back.

        Raises a Refusal, and the recording is gone, when it was invalidated (507903), when a group of tasks is open
        (107033) or when a stream that joined was not waited for (107025).
        """
        self._close()
        if self.is_valid and self.group is None and self._is_joined():
            return self.model
        self.model.remove()
        if not self.is_valid:
            reason = "The capture was given work that cannot be captured."
            raise not_now(reason, status.RT_STREAM_CAPTURE_INVALIDATED)
        if self.group is not None:
            reason = "A group of tasks was begun and never ended."
            raise not_now(reason, status.RT_STREAM_TASK_GROUP_STATUS)
        reason = "A stream joined the capture and the origin stream never waited for it."
        raise not_now(reason, status.RT_STREAM_UNJOINED)

    def abandon(self) -> None:
        """Gives the streams back and forgets the recording."""
        self._close()
        self.model.remove()


class Model:
    """A finished recording, an aclmdlRI."""

    def __init__(self, origin: Stream, capture: Capture) -> None:
        self.context = origin.context
        self.capture = capture
        self.tasks: list[Task] = []
        self.streams: list[int] = []  # the number of each task's stream
        self.groups: list[TaskGroup] = []
        self.handle = machine().handles.add(self)

    @property
    def number(self) -> int:
        """The model's id."""
        return self.handle >> 4 & 0x7FFF_FFFF

    def remove(self) -> None:
        """Ends its handle and those of its groups; a run in flight keeps the tasks it needs."""
        for group in self.groups:
            machine().handles.remove(group)
        machine().handles.remove(self)


class Run(Task):
    """All tasks of a model once, as one task of the stream that executes it; it touches what all its tasks touch."""

    __slots__ = ("_begun", "_done", "_model")

    def __init__(self, label: str, model: Model) -> None:
        reads = dict.fromkeys(touched for task in model.tasks for touched in task.reads)
        writes = dict.fromkeys(touched for task in model.tasks for touched in task.writes)
        super().__init__(label, lambda: None, tuple(reads), tuple(writes))
        self._model = model
        self._done = 0
        self._begun: Task | None = None  # the task in progress, which keeps a state of its own for this run

    def step(self) -> bool:
        while self._done < len(self._model.tasks):
            if self._begun is None:
                self._begun = self._model.tasks[self._done].again()
            if not self._begun.step():
                return False
            self._done += 1
            self._begun = None
        return True

    @property
    def waits_for_thread(self) -> int | None:
        return self._begun.waits_for_thread if self._begun is not None else None


def find_model(handle: int, finished: bool = True) -> Model:
    model = machine().handles.find(handle, Model)
    if model is None:
        raise stale("modelRI", "model", machine().handles.describe(handle))
    if finished and model.capture.is_active:
        raise not_now("The model is still being captured.", status.RT_MODEL_CAPTURED)
    if model.context is not machine().context():
        raise not_now("The model belongs to another context.", status.RT_MODEL_CONTEXT)
    return model


def forbid_unsafe(call: str, answer: int = status.RT_CAPTURE_MODE_NOT_SUPPORT) -> None:
    """Refuses a synchronous call that a capture in progress forbids to this thread (107030 unless said otherwise)."""
    mode = machine().thread.capture_mode
    if mode == RELAXED:
        return
    for capture in machine().captures:
        own = capture.thread == get_ident() and capture.mode != RELAXED
        if own or (mode == GLOBAL and capture.mode == GLOBAL):
            raise not_now(f"{call} is not allowed while a stream is being captured.", answer)


@entry(nonnull=("stream",))
def aclmdlRICaptureBegin(stream: int, mode: int) -> None:
    if mode not in (GLOBAL, THREAD_LOCAL, RELAXED):
        raise invalid("mode", mode, "an aclmdlRICaptureMode, 0 to 2")
    origin = find_stream(stream)
    if origin.capture is not None:
        raise not_now("The stream is being captured already.", status.RT_STREAM_CAPTURED)
    if origin.flags & _UNCAPTURABLE or origin.is_default:
        raise invalid("stream", f"{stream:#x}", "a created stream without special flags", status.RT_INTERNAL_ERROR)
    Capture(origin, mode)


def _ended(stream: Stream) -> Model:
    capture = stream.capture
    if capture is None:
        raise not_now("The stream is not being captured.", status.RT_STREAM_NOT_CAPTURED)
    if capture.origin is not stream:
        raise not_now("The capture was begun on another stream.", status.RT_STREAM_CAPTURE_UNMATCHED)
    if capture.mode != RELAXED and capture.thread != get_ident():
        raise not_now("The capture was begun by another thread.", status.RT_STREAM_CAPTURE_WRONG_THREAD)
    return capture.end()


@entry(nonnull=("stream", "modelRI"))
def aclmdlRICaptureEnd(stream: int, modelRI: int) -> None:
    put("modelRI", modelRI, 0)  # what a failure leaves there
    put("modelRI", modelRI, _ended(find_stream(stream)).handle)


@entry(nonnull=("stream",))
def aclmdlRICaptureGetInfo(stream: int, status_: int, modelRI: int) -> None:
    if not status_ and not modelRI:
        raise invalid_acl("status and modelRI", "null pointers", "at least one to be an address")
    capture = find_stream(stream).capture
    if status_:
        state = _NONE if capture is None else _ACTIVE if capture.is_valid else _INVALIDATED
        put("status", status_, state, 4)
    if modelRI:
        put("modelRI", modelRI, capture.model.handle if capture is not None else 0)


@entry(nonnull=("modelRI", "modelRIId"))
def aclmdlRIGetId(modelRI: int, modelRIId: int) -> None:
    put("modelRIId", modelRIId, find_model(modelRI, finished=False).number, 4)


@entry(nonnull=("mode",))
def aclmdlRICaptureThreadExchangeMode(mode: int) -> None:
    (wanted,) = read_array("mode", mode, 1, "I")
    if wanted > RELAXED:
        raise invalid("mode", wanted, "an aclmdlRICaptureMode, 0 to 2")
    put("mode", mode, machine().thread.capture_mode, 4)
    machine().thread.capture_mode = wanted


@entry(nonnull=("modelRI",))
def aclmdlRIExecuteAsync(modelRI: int, stream: int) -> None:
    target = find_stream(stream)
    if target.capture is not None:
        raise not_now("The stream is being captured.", status.RT_STREAM_CAPTURED)
    target.submit(Run("aclmdlRIExecuteAsync", find_model(modelRI)))


@entry(nonnull=("modelRI",))
def aclmdlRIExecute(modelRI: int, timeout: int) -> None:
    if timeout == 0 or timeout < -1:
        raise invalid("timeout", timeout, "-1 or a positive number of milliseconds")
    model = find_model(modelRI)
    stream = Stream(model.context)
    try:
        stream.submit(Run("aclmdlRIExecute", model))
        stream.synchronize(timeout)
    finally:
        stream.destroy()


@entry(nonnull=("modelRI",))
def aclmdlRIDestroy(modelRI: int) -> None:
    find_model(modelRI).remove()
