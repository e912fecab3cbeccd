"""What is still there when the program has finished with the simulator."""

from __future__ import annotations

from acl_sim.checks.finding import WARNING, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.device import Device
from acl_sim.device_memory import Block
from acl_sim.machine import machine

MEMORY = rule(
    "M107", "memory-leak", WARNING,
    "Device memory should be freed before the program ends.",
    "AscendCL: aclrtFree",
    "Free the block when its last user is done, before aclrtResetDevice.",
)  # fmt: skip


class Leaks(Checker):
    def __init__(self) -> None:
        self._taken: list[Block] = []  # by a device reset; the program may still free them

    def device_reset(self, device: Device) -> None:
        self._taken += device.memory.blocks.values()

    def finishing(self) -> None:
        taken = [block for block in self._taken if block.start in machine().released]
        live = [block for device in machine().devices for block in device.memory.blocks.values()]
        for block in (*taken, *live):
            if block.charged:
                made = history.allocation(block)
                found(MEMORY, f"{block.size} bytes are never freed", at=made.site, call="aclrtMalloc")
