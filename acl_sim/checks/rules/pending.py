"""Host calls that touch memory which queued tasks have not finished with."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, Rule, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import describe, first_queued
from acl_sim.checks.trace import current_call
from acl_sim.copy import PAGEABLE, place
from acl_sim.device_memory import Block
from acl_sim.stream import Stream
from acl_sim.task import Range

READ = rule(
    "S201", "result-read-before-ready", ERROR,
    "A synchronous copy does not wait for streams: what it reads must have been written.",
    "AscendCL: aclrtMemcpy, aclrtSynchronizeStream",
    "Call aclrtSynchronizeStream, or wait for an event recorded after the task, before the copy.",
)  # fmt: skip
FREED = rule(
    "S202", "freed-while-in-use", ERROR,
    "aclrtFree and aclrtFreeHost free at once: no task that uses the memory may be left to run.",
    "AscendCL: aclrtFree, aclrtFreeHost",
    "Synchronise the stream before the free, or use aclrtFreeWithDevSync.",
)  # fmt: skip
OVERWRITTEN = rule(
    "S204", "overwritten-while-in-use", ERROR,
    "A synchronous copy or set does not wait for streams: what it overwrites must not be in use.",
    "AscendCL: aclrtMemcpy, aclrtMemset, aclrtSynchronizeStream",
    "Synchronise the stream first, or use aclrtMemcpyAsync or aclrtMemsetAsync in the same stream.",
)  # fmt: skip


def _check(broken: Rule, doing: str, touched: Range, reads: bool) -> None:
    user = first_queued(touched, reads) if place(touched[0]) != PAGEABLE else None  # no task uses pageable memory
    if user is not None:
        task, shared, uses = user
        detail = f"{doing} {describe(shared)}, which {task.label} still {uses}: it has not been waited for"
        found(broken, detail, history.task(task))


class Pending(Checker):
    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        if stream is None:
            _check(READ, "reads", (src, count), reads=False)
            _check(OVERWRITTEN, "writes", (dst, count), reads=True)

    def setting(self, address: int, room: int, count: int, stream: Stream | None) -> None:
        if stream is None:
            _check(OVERWRITTEN, "sets", (address, count), reads=True)

    def freed(self, block: Block) -> None:
        _check(FREED, "frees", (block.start, block.footprint), reads=True)

    def unpinned(self, start: int, size: int) -> None:
        if current_call() == "aclrtFreeHost":  # whether aclrtHostUnregister waits is not documented
            _check(FREED, "frees", (start, size), reads=True)
