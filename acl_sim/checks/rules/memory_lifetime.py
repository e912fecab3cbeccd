"""Memory used or freed when it is no longer, or never was, the program's."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, Side, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import block_at, covered
from acl_sim.stream import Stream
from aclnn.executor import Executor

AFTER_FREE = rule(
    "M104", "use-after-free", ERROR,
    "Device memory must not be used after aclrtFree.",
    "AscendCL: aclrtFree",
    "Free the memory after the last copy or kernel that uses it has completed.",
)  # fmt: skip
DOUBLE_FREE = rule(
    "M105", "double-free", ERROR,
    "A block must be freed once.",
    "AscendCL: aclrtFree",
    "Free each block where its owner ends, and set the pointer to null.",
)  # fmt: skip
FOREIGN_FREE = rule(
    "M106", "free-of-foreign-pointer", ERROR,
    "aclrtFree takes exactly what aclrtMalloc gave.",
    "AscendCL: aclrtFree",
    "Keep the pointer that aclrtMalloc gave; free pinned host memory with aclrtFreeHost.",
)  # fmt: skip


class Lifetime(Checker):
    def _use(self, what: str, address: int, size: int) -> None:
        freed = history.freed_block(address)
        if freed is not None:
            block, end = freed
            offset = address - block.start
            found(AFTER_FREE, f"{what} {size} bytes at offset {offset} of freed allocation #{block.serial}", end)

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        self._use("reads", src, count)
        self._use("writes", dst, count)

    def setting(self, address: int, room: int, count: int, stream: Stream | None) -> None:
        self._use("sets", address, count)

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        for name, start, length in covered(executor, workspace, size):
            self._use(f"{name} covers", start, length)

    def free_refused(self, address: int) -> None:
        freed = history.freed_block(address)
        if freed is not None and freed[0].start == address:
            found(DOUBLE_FREE, f"allocation #{freed[0].serial} is freed again", freed[1])
            return
        block = block_at(address)
        other: Side | None = history.allocation(block) if block is not None else None
        where = (
            f"offset {address - block.start} of allocation #{block.serial}" if block is not None else "no allocation"
        )
        found(FOREIGN_FREE, f"{address:#x} is {where}", other)
