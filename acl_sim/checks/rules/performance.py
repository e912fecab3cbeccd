"""What makes programs slow on a device although it is right. Only said when asked for (--advise)."""

from __future__ import annotations

from collections import defaultdict

from acl_sim.checks.finding import ADVICE, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import Site, here
from acl_sim.checks.trace import current_call
from acl_sim.copy import PAGEABLE, place
from acl_sim.device_memory import Block
from acl_sim.machine import machine
from acl_sim.stream import Stream
from acl_sim.task import Task
from aclnn.executor import OperatorTask

PAGEABLE_COPY = rule(
    "P701", "pageable-async-copy", ADVICE,
    "An asynchronous copy of pageable host memory waits for its stream, and the host for the copy.",
    "AscendCL: aclrtMemcpyAsync, aclrtMallocHost",
    "Allocate the host's side with aclrtMallocHost, or register it with aclrtHostRegisterV2.",
)  # fmt: skip
MALLOC_IN_LOOP = rule(
    "P702", "malloc-in-loop", ADVICE,
    "Allocating and freeing device memory again and again costs more than many operators do.",
    "AscendCL: aclrtMalloc; no page says so: on hardware each is a call of the driver",
    "Allocate once before the loop, or keep freed blocks for the next round.",
)  # fmt: skip
SYNCHRONIZED = rule(
    "P703", "synchronise-per-operator", ADVICE,
    "Waiting after each operator leaves the device idle while the host prepares the next one.",
    "AscendCL: aclrtSynchronizeStream; no page says so: operators of one stream run in order without it",
    "Queue all operators and synchronise once, before the host reads the results.",
)  # fmt: skip

_OFTEN = 8  # rounds of a loop before it is one


class PageableCopies(Checker):
    is_advice = True

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if stream is not None:
            for name, address in (("dst", dst), ("src", src)):
                if place(address) == PAGEABLE:
                    found(PAGEABLE_COPY, f"{name} is {PAGEABLE}, so that this copy of {count} bytes is synchronous")


class Allocations(Checker):
    """Counts, for each line that allocates, the blocks that take the place of one that was given back."""

    is_advice = True

    def __init__(self) -> None:
        self._live: dict[int, Site] = {}  # by block
        self._given_back: dict[Site, int] = defaultdict(int)
        self._rounds: dict[Site, int] = defaultdict(int)

    def allocated(self, block: Block) -> None:
        site = self._live[id(block)] = history.allocation(block).site
        if not self._given_back[site]:
            return
        self._given_back[site] -= 1
        self._rounds[site] += 1
        if self._rounds[site] == _OFTEN:
            times = f"for the {_OFTEN + 1}th time, and freed between"
            found(MALLOC_IN_LOOP, f"{block.size} bytes are allocated here {times}")

    def freed(self, block: Block) -> None:
        if id(block) in self._live:
            self._given_back[self._live.pop(id(block))] += 1


class Synchronizations(Checker):
    """Counts, for each line that waits for a single operator, the times when the next operator is all that follows."""

    is_advice = True

    def __init__(self) -> None:
        self._tasks: dict[int, list[Task]] = defaultdict(list)  # the first two since the last wait, by stream
        self._waited: dict[int, Site] = {}  # for one operator and nothing else, by stream
        self._times: dict[Site, int] = defaultdict(int)

    def submitted(self, stream: Stream, task: Task) -> None:
        site = self._waited.pop(stream.handle, None)
        if site is not None and isinstance(task, OperatorTask):
            self._times[site] += 1
            if self._times[site] == _OFTEN:
                detail = f"the host waits for every single operator, {task.label} among them"
                found(SYNCHRONIZED, detail, at=site, call="aclrtSynchronizeStream")
        if len(self._tasks[stream.handle]) < 2:
            self._tasks[stream.handle].append(task)

    def synchronized(self, stream: Stream) -> None:
        tasks = self._tasks.pop(stream.handle, [])
        if current_call().startswith("aclrtSynchronize") and len(tasks) == 1 and isinstance(tasks[0], OperatorTask):
            self._waited[stream.handle] = here()

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if machine().memory_at(dst) is None:  # the host reads: it had to wait
            self._waited.clear()

    def freed(self, block: Block) -> None:  # or it frees, which needs the same
        self._waited.clear()
