"""Noise where queued tasks will write: what is read too early must not be right by luck."""

from __future__ import annotations

from acl_sim.checks.ranges import block_at, shared
from acl_sim.machine import machine
from acl_sim.native import ffi, lib
from acl_sim.task import Range, Task

# Finite and huge in every floating-point format, so that comparisons with a tolerance fail: with a NaN they would pass
# where the program asks for "greater".
BYTE = 0xFB
_MOST_BYTES = 64 << 10  # of one range
_MOST_RANGES = 256  # of all queued tasks; a longer queue gets no more noise, since every range is held against all


def _bytes_of(address: int) -> int:
    memory = machine().memory_at(address)
    return address + memory.distance if memory is not None else address


class Noise:
    """What tasks are going to write is kept, and put back before they run: they may read it, or write a part only."""

    def __init__(self) -> None:
        self._touched: dict[int, tuple[Range, ...]] = {}  # by queued tasks, by their ids
        self._count = 0  # of ranges in there
        self._kept: dict[int, list[tuple[Range, object]]] = {}

    def spread(self, task: Task, on_host: bool) -> None:
        """Fills what only this one of the queued tasks touches; page-locked host memory if `on_host`."""
        reads, writes = task.reads, task.writes
        if self._count < _MOST_RANGES:
            mine = (where for where in writes if on_host or machine().memory_at(where[0]) is not None)
            alone = (where for where in mine if not self._is_touched(where))
            kept = [(where, saved) for where in alone if (saved := _overwrite(*where)) is not None]
            if kept:
                self._kept[id(task)] = kept
        self._touched[id(task)] = (*reads, *writes)
        self._count += len(reads) + len(writes)

    def _is_touched(self, where: Range) -> bool:
        return any(shared(where, other) for ranges in self._touched.values() for other in ranges)

    def lift(self, task: int) -> None:
        """Puts back what was there."""
        for (start, size), saved in self._kept.pop(task, ()):
            lib.acl_sim_move(_bytes_of(start), int(ffi.cast("uintptr_t", saved)), min(size, _MOST_BYTES))

    def forget(self, task: int) -> None:
        """The task is gone."""
        self.lift(task)
        self._count -= len(self._touched.pop(task, ()))

    def give_up(self, gone: Range) -> None:
        """Memory was freed: nothing is put back there."""
        for task, kept in self._kept.items():
            self._kept[task] = [(where, saved) for where, saved in kept if not shared(where, gone)]


def _is_there(start: int, size: int) -> bool:
    """Whether there is anything to write to, unlike in memory that has been freed."""
    block = block_at(start)
    return machine().memory_at(start) is None or (block is not None and start + size <= block.start + block.footprint)


def fill(start: int, size: int) -> None:
    """Leaves noise in a range of memory, if it is there."""
    if _is_there(start, size):
        lib.acl_sim_fill(_bytes_of(start), BYTE, size)


def _overwrite(start: int, size: int) -> object | None:
    """Leaves noise, and gives the bytes that were there; None when there was nothing to write to."""
    if not _is_there(start, size):
        return None
    size = min(size, _MOST_BYTES)
    saved: object = ffi.new("char[]", size)
    place = _bytes_of(start)
    if lib.acl_sim_move(int(ffi.cast("uintptr_t", saved)), place, size) != 0:
        return None
    lib.acl_sim_fill(place, BYTE, size)
    return saved
