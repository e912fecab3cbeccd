"""Chapter "host memory management": page-locked memory, which asynchronous copies need to be asynchronous."""

from __future__ import annotations

from bisect import bisect_right, insort

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid, invalid_acl, not_now, out_of_memory
from acl_sim.native import lib
from acl_sim.outputs import put, read_bytes

PAGE = 4096
_LARGEST = 1 << 47
_MAPPED = 0x2  # ACL_HOST_REG_MAPPED
_REGISTER_TYPES = (0, 4, 8)  # ACL_HOST_REGISTER_MAPPED, _IOMEMORY, _READONLY
_REGISTER_FLAGS = _MAPPED | 0x4 | 0x8 | 0x1000_0000  # ACL_HOST_REG_MAPPED, _IOMEMORY, _READONLY, _PINNED


class PinnedMemory:
    """The host ranges that are page-locked: allocated here, or registered by the program.

    Kernels reach those that are mapped, under the host's own addresses.
    """

    def __init__(self) -> None:
        self._mapped: dict[int, int] = {}  # sizes by first address
        self._starts: list[int] = []
        self._sizes: dict[int, int] = {}
        self._owned: set[int] = set()

    def add(self, start: int, size: int, owned: bool) -> None:
        insort(self._starts, start)
        if hooks.active:
            hooks.emit("pinned", start, size)
        self._sizes[start] = size
        if owned:
            self._owned.add(start)

    def remove(self, start: int, owned: bool) -> int | None:
        """The size of the range that started there and is no longer page-locked; None when there was none."""
        if start not in self._sizes or (start in self._owned) != owned:
            return None
        if hooks.active:
            hooks.emit("unpinned", start, self._sizes[start])
        self._starts.remove(start)
        self._owned.discard(start)
        self._mapped.pop(start, None)
        return self._sizes.pop(start)

    def map(self, start: int, size: int) -> None:
        """Lets kernels in."""
        self._mapped[start] = size

    def unmap(self, start: int) -> bool:
        """Whether there was a mapping from that address on, which is over now."""
        return self._mapped.pop(start, None) is not None

    def is_mapped(self, start: int, size: int = 1) -> bool:
        """Whether kernels reach the whole range."""
        return any(first <= start and start + size <= first + length for first, length in self._mapped.items())

    def owner(self, address: int) -> tuple[int, int] | None:
        """The allocation of aclrtMallocHost that holds the address, as (start, size)."""
        index = bisect_right(self._starts, address) - 1
        start = self._starts[index] if index >= 0 else 0
        size = self._sizes[start] if start in self._owned else 0
        return (start, size) if address < start + size else None

    def holds(self, address: int) -> bool:
        return self.overlaps(address, 1)

    def overlaps(self, start: int, size: int) -> bool:
        index = bisect_right(self._starts, start + size - 1) - 1
        return index >= 0 and start < self._starts[index] + self._sizes[self._starts[index]]


def _pages(size: int) -> int:
    return (size + PAGE - 1) // PAGE * PAGE


def allocate_host(out: int, size: int) -> None:
    """Zeroed, page-aligned host memory; its pages cost nothing until they are used."""
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    machine().context()
    put("hostPtr", out, 0)  # a wild address is refused before anything is allocated
    start = lib.acl_sim_host_reserve(_pages(size)) if size < _LARGEST else 0
    if not start:
        raise out_of_memory(size, 0, "the host")
    machine().pinned.add(start, size, owned=True)
    put("hostPtr", out, start)


@entry(nonnull=("hostPtr",))
def aclrtMallocHost(hostPtr: int, size: int) -> None:
    allocate_host(hostPtr, size)


@entry(nonnull=("ptr",))
def aclrtMallocHostWithCfg(ptr: int, size: int, cfg: int) -> None:
    allocate_host(ptr, size)


@entry(nonnull=("hostPtr",))
def aclrtFreeHost(hostPtr: int) -> None:
    size = machine().pinned.remove(hostPtr, owned=True)
    if size is None:
        what = "a device address" if machine().memory_at(hostPtr) else "no live allocation of aclrtMallocHost"
        raise invalid("hostPtr", f"{hostPtr:#x} ({what})", "an address from aclrtMallocHost")
    lib.acl_sim_host_release(hostPtr, _pages(size))


def _register(ptr: int, size: int) -> None:
    machine().context()
    if size > _LARGEST:
        raise invalid("size", size, "what a process has room for")
    for address in (ptr, ptr + size - 1):
        read_bytes("ptr", address, 1, invalid)
    if machine().pinned.overlaps(ptr, size):
        raise not_now(f"The host memory at {ptr:#x} is registered already.", status.HOST_MEMORY_ALREADY_REGISTERED)
    machine().pinned.add(ptr, size, owned=False)


@entry(nonnull=("ptr",))
def aclrtHostRegisterV2(ptr: int, size: int, flag: int) -> None:
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    if flag & ~_REGISTER_FLAGS:
        raise invalid("flag", f"{flag:#x}", f"an OR of flags in {_REGISTER_FLAGS:#x}")
    _register(ptr, size)
    if flag & _MAPPED:
        machine().pinned.map(ptr, size)


@entry(nonnull=("ptr", "devPtr"))
def aclrtHostRegister(ptr: int, size: int, type: int, devPtr: int) -> None:
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    if type not in _REGISTER_TYPES:
        raise invalid("type", type, "an aclrtHostRegisterType")
    put("devPtr", devPtr, 0)  # a wild address is refused before anything is registered
    pinned = machine().pinned
    owner = pinned.owner(ptr)
    if owner is None or ptr + size > sum(owner) or pinned.is_mapped(ptr):
        _register(ptr, size)  # memory of aclrtMallocHost is only mapped
    pinned.map(ptr, size)
    put("devPtr", devPtr, ptr)


@entry(nonnull=("pHost", "pDevice"))
def aclrtHostGetDevicePointer(pHost: int, pDevice: int, flag: int) -> None:
    if flag != 0:
        raise invalid_acl("flag", flag, "0: reserved")
    if not machine().pinned.is_mapped(pHost):
        raise not_now(f"No host memory is mapped at {pHost:#x}.", status.HOST_MEMORY_NOT_REGISTERED)
    put("pDevice", pDevice, pHost)


@entry(nonnull=("ptr",))
def aclrtHostUnregister(ptr: int) -> None:
    pinned = machine().pinned
    owner = pinned.owner(ptr)
    if owner is not None and pinned.unmap(ptr):
        return
    if pinned.remove(ptr, owned=False) is None:
        raise not_now(f"No host memory is registered at {ptr:#x}.", status.HOST_MEMORY_NOT_REGISTERED)
