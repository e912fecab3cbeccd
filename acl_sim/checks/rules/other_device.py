"""Operators that are given the memory of a device other than the one they run on."""

from __future__ import annotations

from acl_sim.checks.finding import ERROR, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.ranges import block_at, covered
from acl_sim.machine import machine
from acl_sim.stream import Stream
from aclnn.executor import Executor

OTHER_DEVICE = rule(
    "C408", "memory-of-another-device", ERROR,
    "An operator must get memory of the device that it runs on, unless peer access to the other was enabled.",
    "AscendCL: aclrtMalloc, aclrtDeviceEnablePeerAccess",
    "Allocate while the device of the stream is current, copy the data over, or call aclrtDeviceEnablePeerAccess.",
)  # fmt: skip


class Locality(Checker):
    def launching(self, executor: Executor, workspace: int, size: int, stream: Stream) -> None:
        here = stream.context.device
        for name, start, _ in covered(executor, workspace, size):
            memory = machine().memory_at(start)
            if memory is None or memory.device == here.index or memory.device in here.peers:
                continue
            block = block_at(start)
            detail = f"{name} is memory of device {memory.device}, and the stream belongs to device {here.index}"
            found(OTHER_DEVICE, detail, history.allocation(block) if block is not None else None)
