"""The memory of one device: blocks inside an address space that the host cannot touch.

Lenient where hardware is: a block's pages reach to a 2 MiB boundary and beyond, so a copy that runs past the end of
its block within that slack succeeds and finds zeros. Exact where hardware is: sizes are charged against the device's
capacity, so running out of memory happens when it would.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from acl_sim.checks import hooks
from acl_sim.messages import out_of_memory
from acl_sim.native import ffi, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acl_sim.virtual_memory import PhysicalMemory

GRANULE = 2 << 20  # the page of huge-page allocations, and the step of the native block table
_SMALL = GRANULE // 2  # up to here a block gets one granule, whose other half is slack
_SMALL_ZONE = 65536 * GRANULE  # as many small blocks before they take space from the large zone
_LARGEST_FOOTPRINT = 4  # addresses per byte: blocks just above _SMALL lie in two granules
_RESERVED_AHEAD = 18  # capacities: frameworks reserve 9/8 of one for each stream that grows its memory in place
_PAGE = 4096
_KEPT = 512 << 20  # bytes of freed large blocks that stay resident for the next allocation


class Block:
    """One allocation. `charged` bytes count against the capacity, `footprint` bytes are accessible."""

    __slots__ = ("charged", "footprint", "memory", "serial", "size", "start")

    def __init__(self, start: int, size: int, charged: int, footprint: int, serial: int, memory: DeviceMemory) -> None:
        self.start = start
        self.size = size
        self.charged = charged
        self.footprint = footprint
        self.serial = serial
        self.memory = memory


class DeviceMemory:
    """Allocates, frees and finds blocks; addresses are reserved with the first allocation."""

    def __init__(self, device: int, capacity: int) -> None:
        self.device = device
        self.capacity = capacity
        self.used = 0
        self.base = self.end = self._end_small = 0
        self.distance = 0  # from a device address to its bytes
        self.blocks: dict[int, Block] = {}
        self._serial = 0
        self._free_small: list[int] = []
        self._next_small = 0
        self._free_large: list[tuple[int, int]] = []  # (start, bytes), by address, never adjacent
        self._next_large = 0  # from here on the large zone has never been used
        self.physical: set[PhysicalMemory] = set()  # charged without an address of its own
        self._kept = 0

    def _reserve(self) -> None:
        small, large = _SMALL_ZONE, (_LARGEST_FOOTPRINT + _RESERVED_AHEAD) * self.capacity
        distance = ffi.new("intptr_t *")
        while not (base := lib.acl_sim_space_reserve(self.device, small + large, small, distance)):
            small, large = small // 2, large // 2  # a limit on address space (ulimit -v) is in force
            if small < 64 * GRANULE:
                raise out_of_memory(GRANULE, 0, f"device {self.device}: the system grants no address space")
        self.base, self.end, self.distance = base, base + small + large, distance[0]
        self._next_small = base
        self._end_small = base + small
        self._next_large = base + small
        self._free_large = [(base + small, large)]

    def release(self) -> None:
        """Gives everything back; all addresses become invalid."""
        for physical in self.physical:
            physical.close()
        if self.base:
            lib.acl_sim_space_release(self.base)
        self.__init__(self.device, self.capacity)  # type: ignore[misc]  # back to the first state, whatever it holds

    def holds(self, address: int) -> bool:
        """Whether it is an address of this device, allocated or not."""
        return self.base <= address < self.end

    def find(self, address: int) -> Block | None:
        """The live block that holds the address, its slack included."""
        return self.blocks.get(lib.acl_sim_block_at(address))

    def allocate(self, size: int) -> Block:
        """A new block of undefined content (zeros when its pages are new).

        Raises a Refusal (207001) when the device has not that much left.
        """
        if not self.base:
            self._reserve()
        charged = (size + 31) // 32 * 32 + 32
        self.charge(charged)
        block = self._place(size, charged)
        if hooks.active:
            hooks.emit("allocated", block)
        return block

    def reserve(self, size: int) -> Block:
        """Addresses without memory behind them that counts: what virtual memory management hands out."""
        if not self.base:
            self._reserve()
        return self._place(size, 0)

    def charge(self, size: int) -> None:
        """Takes bytes from the capacity; raises a Refusal (207001) when not enough are left."""
        if size > self.capacity - self.used:
            raise out_of_memory(size, self.capacity - self.used, f"device {self.device}")
        self.used += size

    def _place(self, size: int, charged: int) -> Block:
        footprint = GRANULE if size <= _SMALL else (size + GRANULE - 1) // GRANULE * GRANULE + GRANULE
        unused = (self._next_small, self._next_large)
        start = self._take_small() if footprint == GRANULE else 0
        start = start or self._take_large(footprint)
        if not start:
            self.used -= charged
            raise out_of_memory(size, self.capacity - self.used, f"device {self.device} (fragmented addresses)")
        is_large = start >= self._end_small
        self._clear(start + size, start + footprint, reused=start < unused[is_large])
        if is_large:
            self._next_large = max(self._next_large, start + footprint)
        self._serial += 1
        block = self.blocks[start] = Block(start, size, charged, footprint, self._serial, self)
        lib.acl_sim_block_set(start, size, footprint, self._serial, lib.acl_sim_call_site())
        return block

    def _clear(self, start: int, end: int, reused: bool) -> None:
        """Makes the slack of a block read as zeros, whatever an earlier block left there."""
        page = (start + _PAGE - 1) // _PAGE * _PAGE
        if reused:
            lib.acl_sim_fill(start + self.distance, 0, page - start)
        lib.acl_sim_pages_drop(page, end - page)

    def _take_small(self) -> int:
        if self._free_small:
            return self._free_small.pop()
        if self._next_small == self._end_small:
            return 0
        self._next_small += GRANULE
        return self._next_small - GRANULE

    def _take_large(self, footprint: int) -> int:
        if self._kept > _KEPT:
            for start, length in self._free_large:
                lib.acl_sim_pages_drop(start, length)
            self._kept = 0
        for index, (start, length) in enumerate(self._free_large):
            if length >= footprint:
                rest = [(start + footprint, length - footprint)] if length > footprint else []
                self._free_large[index : index + 1] = rest
                self._kept = max(0, self._kept - footprint)
                return start
        return 0

    def free(self, block: Block) -> None:
        """Ends a block. Its bytes stay until memory is allocated again: tasks in flight may still read them."""
        if hooks.active:
            hooks.emit("freed", block)
        del self.blocks[block.start]
        self.used -= block.charged
        lib.acl_sim_block_free(block.start)
        if block.start < self._end_small:
            self._free_small.append(block.start)
        else:
            self._kept += block.footprint
            self._give_large(block.start, block.footprint)

    def _give_large(self, start: int, length: int) -> None:
        index = bisect_left(self._free_large, (start, 0))
        if index < len(self._free_large) and self._free_large[index][0] == start + length:
            length += self._free_large.pop(index)[1]
        if index and sum(self._free_large[index - 1]) == start:
            start, before = self._free_large.pop(index - 1)
            length += before
        insort(self._free_large, (start, length))
