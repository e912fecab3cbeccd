"""What is still there when the program has finished with the simulator: by type and by the call that made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from acl_sim.checks.c_types import c_type
from acl_sim.checks.finding import WARNING, Rule, found, rule
from acl_sim.checks.history import history
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import Site, here
from acl_sim.checks.trace import current_call
from acl_sim.device import Device
from acl_sim.device_memory import Block
from acl_sim.handles import Handled
from acl_sim.machine import machine
from aclnn.executor import Executor

MEMORY = rule(
    "M107", "memory-leak", WARNING,
    "Device memory should be freed before the program ends.",
    "AscendCL: aclrtFree",
    "Free the block when its last user is done, before aclrtResetDevice.",
)  # fmt: skip
PINNED = rule(
    "M109", "pinned-memory-leak", WARNING,
    "Page-locked host memory should be freed, or unregistered, before the program ends.",
    "AscendCL: aclrtMallocHost, aclrtFreeHost, aclrtHostRegisterV2, aclrtHostUnregister",
    "Call aclrtFreeHost, or aclrtHostUnregister for registered memory, when no copy uses it any more.",
)  # fmt: skip
HANDLE = rule(
    "L309", "handle-leak", WARNING,
    "What the program creates it should destroy before it ends.",
    "aclnn: aclCreateTensor, aclDestroyTensor; AscendCL: aclrtDestroyStream, aclrtDestroyEvent, aclrtDestroyContext",
    "Destroy the object when its last user is done.",
)  # fmt: skip

_CREATE = ("Create", "MallocPhysical", "CaptureBegin")  # what the names of functions that make a handle contain


@dataclass(frozen=True)
class _Made:
    site: Site
    call: str


class DeviceMemory(Checker):
    def __init__(self) -> None:
        self._made: dict[int, _Made] = {}  # by block; a freed one's place is taken by the next
        self._taken: list[Block] = []  # by a device reset; the program may still free them

    def allocated(self, block: Block) -> None:
        self._made[id(block)] = _Made(history.allocation(block).site, current_call())

    def device_reset(self, device: Device) -> None:
        self._taken += device.memory.blocks.values()

    def finishing(self) -> None:
        taken = [block for block in self._taken if block.start in machine().released]
        live = [block for device in machine().devices for block in device.memory.blocks.values()]
        _report(MEMORY, ((self._made[id(block)], block.size) for block in (*taken, *live) if block.charged))


class PinnedMemory(Checker):
    def __init__(self) -> None:
        self._live: dict[int, tuple[_Made, int]] = {}  # by address, with the size

    def pinned(self, start: int, size: int) -> None:
        self._live[start] = (_Made(here(), current_call()), size)

    def unpinned(self, start: int, size: int) -> None:
        self._live.pop(start, None)

    def finishing(self) -> None:
        _report(PINNED, self._live.values())


class Handles(Checker):
    """Executors are no part of it: their family says more about them."""

    def __init__(self) -> None:
        self._live: dict[int, tuple[Handled, _Made]] = {}

    def created(self, thing: Handled) -> None:
        call = current_call()
        is_asked_for = any(word in call for word in _CREATE) and not getattr(thing, "is_default", False)
        if is_asked_for and not isinstance(thing, Executor):
            self._live[thing.handle] = (thing, _Made(history.creation(thing).site, call))

    def destroyed(self, thing: Handled) -> None:
        self._live.pop(thing.handle, None)

    def finishing(self) -> None:
        owned = {element for thing, _ in self._live.values() for element in getattr(thing, "handles", ())}
        counts: dict[tuple[str, _Made], int] = defaultdict(int)
        for handle, (thing, made) in self._live.items():
            counts[c_type(type(thing)), made] += handle not in owned
        for (kind, made), count in counts.items():
            if count:
                what = f"{count} objects of type {kind} are" if count > 1 else f"this {kind} is"
                found(HANDLE, f"{what} never destroyed", at=made.site, call=made.call)


def _report(broken: Rule, leaks: Iterable[tuple[_Made, int]]) -> None:
    sizes: dict[_Made, list[int]] = defaultdict(list)
    for made, size in leaks:
        sizes[made].append(size)
    for made, lost in sizes.items():
        blocks = f" in {len(lost)} blocks" if len(lost) > 1 else ""
        found(broken, f"{sum(lost)} bytes{blocks} are never given back", at=made.site, call=made.call)
