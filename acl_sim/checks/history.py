"""Where things came from and where they went: what the rules name as the other side of a conflict."""

from __future__ import annotations

from typing import Any

from acl_sim.checks.finding import Side
from acl_sim.checks.hooks import Checker
from acl_sim.checks.site import NOWHERE, Site, here
from acl_sim.device_memory import GRANULE, Block
from acl_sim.handles import Handled
from acl_sim.machine import machine
from acl_sim.stream import Stream
from acl_sim.task import Task


class History(Checker):
    """Attached before all rules, so that they find what the present event added."""

    def __init__(self) -> None:
        self._blocks: dict[int, Site] = {}  # by serial number and device
        self._freed: dict[int, tuple[Block, Site]] = {}  # the last block freed at an address
        self._made: dict[int, Site] = {}  # by handle
        self._ended: dict[int, tuple[type, Site]] = {}
        self._tasks: dict[int, Site] = {}  # by id, while queued

    def allocated(self, block: Block) -> None:
        self._blocks[id(block)] = here()
        self._freed.pop(block.start, None)

    def freed(self, block: Block) -> None:
        self._freed[block.start] = (block, here())

    def created(self, thing: Handled) -> None:
        self._made[thing.handle] = here()

    def destroyed(self, thing: Handled) -> None:
        self._ended[thing.handle] = (type(thing), here())

    def submitted(self, stream: Stream, task: Task) -> None:
        self._tasks[id(task)] = here()

    def finished(self, stream: Stream, task: Task) -> None:
        self._tasks.pop(id(task), None)

    def allocation(self, block: Block) -> Side:
        """Where a block was allocated."""
        return Side(f"allocation #{block.serial} of {block.size} bytes was made", self._blocks.get(id(block), NOWHERE))

    def freed_block(self, address: int) -> tuple[Block, Side] | None:
        """The block that once held the address and was freed, if no other has taken its place."""
        memory = machine().memory_at(address)
        if memory is None or memory.find(address) is not None:
            return None
        start = address - address % GRANULE
        while start >= memory.base:
            known = self._freed.get(start)
            if known is not None and address < start + known[0].footprint:
                return known[0], Side(f"allocation #{known[0].serial} was freed", known[1])
            start -= GRANULE
        return None

    def creation(self, thing: Any) -> Side:
        """Where a handle was given out."""
        return Side(f"the {type(thing).__name__} was made", self._made.get(thing.handle, NOWHERE))

    def end(self, handle: int) -> tuple[type, Side] | None:
        """(kind, where) of a destroyed handle."""
        known = self._ended.get(handle)
        return (known[0], Side(f"the {known[0].__name__} was destroyed", known[1])) if known is not None else None

    def task(self, task: Task) -> Side:
        """Where a queued task was submitted."""
        return Side(f"{task.label} was submitted", self._tasks.get(id(task), NOWHERE))


history = History()
