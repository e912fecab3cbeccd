"""A unit of asynchronous work, as a value: what it is called, what it touches, how it runs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from acl_sim.event import Record

Range = tuple[int, int]  # (first address, bytes)
CALLS_HOST = ("aclrtLaunchHostFunc", "aclrtLaunchCallback")  # labels of tasks that run functions of the program


class Task:
    """Work that can always run once the tasks before it in its stream have."""

    __slots__ = ("_reads", "_writes", "label", "run")
    is_kernel = False  # whether it runs on the device's cores, as operators do

    def __init__(
        self, label: str, run: Callable[[], None], reads: tuple[Range, ...] = (), writes: tuple[Range, ...] = ()
    ) -> None:
        self.label = label
        self.run = run
        self._reads = reads
        self._writes = writes

    @property
    def reads(self) -> tuple[Range, ...]:
        """What the task reads of device and page-locked memory."""
        return self._reads

    @property
    def writes(self) -> tuple[Range, ...]:
        """What it writes there."""
        return self._writes

    def step(self) -> bool:
        """Runs the task; False when it has to be tried again later. Raises a Refusal when it fails."""
        self.run()
        return True

    def again(self) -> Task:
        """The task for one more run: itself, unless it has a state."""
        return self

    def drop(self) -> None:
        """The stream ends without running it."""

    @property
    def waits_for_thread(self) -> int | None:
        """The host thread that has to do something before the task can end, if there is one."""
        return None


class KernelTask(Task):
    """An operator."""

    __slots__ = ()
    is_kernel = True


class RecordTask(Task):
    """Marks the moment an event was recorded for."""

    __slots__ = ("record",)

    def __init__(self, record: Record) -> None:
        super().__init__("aclrtRecordEvent", record.reach)
        self.record = record

    def drop(self) -> None:
        self.record.reach()  # whoever waits for it would wait for ever


class ConditionTask(Task):
    """Holds its stream until something is so that any other stream, or the host, may bring about."""

    __slots__ = ("holds",)

    def __init__(self, label: str, holds: Callable[[], bool], reads: tuple[Range, ...] = ()) -> None:
        super().__init__(label, lambda: None, reads)
        self.holds = holds

    def step(self) -> bool:
        from acl_sim.schedule import step_others

        while not self.holds():
            if not step_others():
                return False
        return True


class WaitTask(Task):
    """Holds its stream until another stream has reached a record: schedule.step brings that one on."""

    __slots__ = ("record",)

    def __init__(self, record: Record) -> None:
        super().__init__("aclrtStreamWaitEvent", lambda: None)
        self.record = record
