"""Ranges that leave their block. Hardware lets them pass as long as they hit mapped memory."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, WARNING, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import block_at, covered
from acl_sim.device_memory import Block
from acl_sim.stream import Stream
from aclnn.executor import Executor

LEAVES = rule(
    "M102", "range-leaves-block", ERROR,
    "A copy, set or tensor must lie inside one allocation.",
    "AscendCL: aclrtMemcpy, aclrtMemset; aclnn: aclCreateTensor",
    "Allocate what the shape and type need, or copy no more than was allocated.",
)  # fmt: skip
ROOM = rule(
    "M103", "destmax-exceeds-block", WARNING,
    "destMax must not be larger than what is left of the destination's allocation.",
    "AscendCL: aclrtMemcpy",
    "Pass the size of the destination buffer as destMax.",
)  # fmt: skip


def _excess(address: int, size: int) -> tuple[Block, int, str] | None:
    """The live device block a range leaves: (block, bytes beyond its end, description)."""
    block = block_at(address)
    if block is None or not block.charged:
        return None
    beyond = address + size - (block.start + block.size)
    if beyond <= 0:
        return None
    return block, beyond, f"offset {address - block.start} of allocation #{block.serial} ({block.size} bytes)"


class Ranges(Checker):
    def _check(self, what: str, address: int, size: int) -> bool:
        leaving = _excess(address, size)
        if leaving is None:
            return False
        block, beyond, where = leaving
        found(LEAVES, f"{what} {size} bytes at {where}: {beyond} too many", history.allocation(block))
        return True

    def _room(self, name: str, address: int, room: int) -> None:
        leaving = _excess(address, room)
        if leaving is not None:
            _, beyond, where = leaving
            found(ROOM, f"{name} is {room}, which is {beyond} bytes more than there are at {where}")

    def copying(self, dst: int, room: int, src: int, count: int, kind: int, stream: Stream | None) -> None:
        reads = self._check("reads", src, count)
        writes = self._check("writes", dst, count)
        if not writes and not reads:
            self._room("destMax", dst, room)

    def setting(self, address: int, room: int, count: int, stream: Stream | None) -> None:
        if not self._check("sets", address, count):
            self._room("maxCount", address, room)

    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        for name, start, length in covered(executor, workspace, size):
            self._check(f"{name} covers", start, length)
