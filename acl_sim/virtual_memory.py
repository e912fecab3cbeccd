"""Chapter "virtual memory management": addresses and memory apart, joined by mapping."""

from __future__ import annotations

import os

from acl_sim import status
from acl_sim.device import checked_device
from acl_sim.device_memory import GRANULE, Block, DeviceMemory
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.memory import find_block
from acl_sim.messages import invalid, invalid_acl, not_now, out_of_memory, stale
from acl_sim.native import lib
from acl_sim.outputs import put, read_array

_HUGE_1G = (10, 11, 14, 17)  # aclrtMemAttr of 1 GiB pages
_PLAIN = (0, 1)  # ACL_DDR_MEM, ACL_HBM_MEM: they name no page size
_DDR = (2, 3, 6, 7)
_ON_HOST = (0, 4)  # aclrtMemLocationType: host, NUMA node
_ON_DEVICE = 1


class PhysicalMemory:
    """An aclrtDrvMemHandle: memory that has no address until it is mapped, and keeps its bytes when unmapped."""

    def __init__(self, memory: DeviceMemory, size: int) -> None:
        self.memory = memory
        self.size = size
        self.mappings = 0
        self.freed = False
        memory.charge(size)
        self.file = os.memfd_create("acl-sim", os.MFD_CLOEXEC)
        os.ftruncate(self.file, size)
        memory.physical.add(self)
        self.handle = machine().handles.add(self)

    def close(self) -> None:
        """Ends it, whatever the program still means to do with it."""
        os.close(self.file)
        machine().handles.remove(self)

    def drop(self) -> None:
        """Gives the memory back once it is freed and nowhere mapped."""
        if self.freed and not self.mappings:
            self.memory.physical.discard(self)
            self.memory.used -= self.size
            self.close()


def _page(attribute: int) -> int:
    return 1 << 30 if attribute in _HUGE_1G else GRANULE


def _properties(prop: int) -> tuple[int, DeviceMemory]:
    """(memory attribute, device memory) of an aclrtPhysicalMemProp, checked as documented."""
    # {handleType, allocationType, memAttr, {uint32_t id, type} location, uint64_t reserve}
    handle_type, allocation_type, attribute, device, location = read_array("prop", prop, 5, "i")
    if handle_type != 0:
        raise invalid_acl("prop->handleType", handle_type, "ACL_MEM_HANDLE_TYPE_NONE (0)")
    if allocation_type != 0:
        raise invalid_acl("prop->allocationType", allocation_type, "ACL_MEM_ALLOCATION_TYPE_PINNED (0)")
    if attribute in _PLAIN or not 0 <= attribute <= 17:
        raise invalid_acl("prop->memAttr", attribute, "an aclrtMemAttr that names a page size")
    if location not in (*_ON_HOST, _ON_DEVICE):
        raise invalid_acl("prop->location.type", location, "host, host NUMA node or device")
    if attribute in _DDR and location == _ON_DEVICE:
        raise invalid_acl("prop->memAttr", attribute, "HBM or plain memory on a device: DDR is the host's")
    owner = machine().context().device if location in _ON_HOST else checked_device("prop->location.id", device)
    return attribute, owner.memory


@entry(nonnull=("prop", "granularity"))
def aclrtMemGetAllocationGranularity(prop: int, option: int, granularity: int) -> None:
    if option not in (0, 1):
        raise invalid_acl("option", option, "MINIMUM (0) or RECOMMENDED (1)")
    put("granularity", granularity, _page(_properties(prop)[0]))


@entry(nonnull=("handle", "prop"))
def aclrtMallocPhysical(handle: int, size: int, prop: int, flags: int) -> None:
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    if flags != 0:
        raise invalid_acl("flags", flags, "0")
    attribute, memory = _properties(prop)
    page = _page(attribute)
    if size > 1 << 62:
        raise out_of_memory(size, memory.capacity - memory.used, f"device {memory.device}")
    put("handle", handle, PhysicalMemory(memory, (size + page - 1) // page * page).handle)


def _find_physical(handle: int) -> PhysicalMemory:
    physical = machine().handles.find(handle, PhysicalMemory)
    if physical is None:
        raise stale("handle", "physical memory", machine().handles.describe(handle))
    return physical


@entry(nonnull=("handle",))
def aclrtFreePhysical(handle: int) -> None:
    physical = _find_physical(handle)
    machine().handles.remove(physical)
    physical.freed = True
    physical.drop()


@entry(nonnull=("virPtr",))
def aclrtReserveMemAddress(virPtr: int, size: int, alignment: int, expectPtr: int, flags: int) -> None:
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    if flags not in (0, 1):
        raise invalid_acl("flags", flags, "0 or 1 (huge pages)")
    if alignment != 0:
        raise invalid("alignment", alignment, "0: reserved")
    memory = machine().context().device.memory
    if size > 1 << 62:
        raise out_of_memory(size, memory.capacity - memory.used, f"device {memory.device}")
    block = memory.reserve(size)
    machine().released.discard(block.start)
    put("virPtr", virPtr, block.start)


def _reservation(address: int) -> Block:
    """The reservation that holds the address; memory of aclrtMalloc is none."""
    memory = machine().memory_at(address)
    block = memory.find(address) if memory is not None else None
    if block is None or block.charged:
        raise invalid("virPtr", f"{address:#x}", "an address from aclrtReserveMemAddress")
    return block


def _mapped(block: Block) -> list[int]:
    return [at for at in machine().mappings if block.start <= at < block.start + block.size]


@entry(nonnull=("virPtr",))
def aclrtReleaseMemAddress(virPtr: int) -> None:
    if virPtr in machine().released:
        machine().released.discard(virPtr)
        return
    block = find_block(virPtr, "virPtr")
    if _mapped(_reservation(virPtr)):
        raise not_now("The address range is still mapped: call aclrtUnmapMem first.", status.RT_DRV_INTERNAL_ERROR)
    block.memory.free(block)


@entry(nonnull=("virPtr", "handle"))
def aclrtMapMem(virPtr: int, size: int, offset: int, handle: int, flags: int) -> None:
    for parameter, value, expected in (("flags", flags, 0), ("offset", offset, 0)):
        if value != expected:
            raise invalid_acl(parameter, value, f"{expected}")
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    physical, block = _find_physical(handle), _reservation(virPtr)
    if size > min(physical.size, block.start + block.size - virPtr) or virPtr % 4096:
        raise invalid("size", size, f"what fits into the reservation and the {physical.size} bytes of memory")
    if any(at < virPtr + size and virPtr < at + machine().mappings[at][1] for at in _mapped(block)):
        raise not_now("Part of the address range is mapped already.", status.RT_PARAM_INVALID)
    if lib.acl_sim_pages_map(virPtr, size, physical.file) != 0:
        raise out_of_memory(size, 0, "the host")
    physical.mappings += 1
    machine().mappings[virPtr] = (physical, size)


@entry(nonnull=("virPtr",))
def aclrtUnmapMem(virPtr: int) -> None:
    if virPtr not in machine().mappings:
        raise invalid("virPtr", f"{virPtr:#x}", "an address that aclrtMapMem mapped")
    physical, size = machine().mappings.pop(virPtr)
    lib.acl_sim_pages_map(virPtr, size, -1)
    physical.mappings -= 1
    physical.drop()


@entry(nonnull=("virPtr", "desc"))
def aclrtMemSetAccess(virPtr: int, size: int, desc: int, count: int) -> None:
    if size == 0 or count == 0:
        raise invalid_acl("size or count", 0, "positive numbers")
    _reservation(virPtr)  # every device of the simulated host reaches every mapping already
