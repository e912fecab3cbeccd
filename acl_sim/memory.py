"""Chapter "device memory allocation": what programs get from aclrtMalloc and what they may ask about it."""

from __future__ import annotations

from acl_sim import status
from acl_sim.checks import hooks
from acl_sim.device_memory import Block
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid, invalid_acl
from acl_sim.outputs import put

_MEMORY_ATTRIBUTES = 18  # aclrtMemAttr values from ACL_DDR_MEM (0) on
_DDR = (0, 2, 3, 6, 7)  # those that name DDR memory
_ON_HOST, _ON_DEVICE, _UNREGISTERED = 0, 1, 2  # aclrtMemLocationType


def _allocate(out: int, size: int) -> None:
    if size == 0:
        raise invalid_acl("size", 0, "a positive number of bytes")
    device = machine().context().device
    put("devPtr", out, 0)  # a wild address is refused before anything is allocated
    block = device.memory.allocate(size)
    machine().released.discard(block.start)
    put("devPtr", out, block.start)


# The policy chooses page sizes on hardware; unknown ones are taken as the default there as well.
@entry(nonnull=("devPtr",))
def aclrtMalloc(devPtr: int, size: int, policy: int) -> None:
    _allocate(devPtr, size)


@entry(nonnull=("devPtr",))
def aclrtMallocAlign32(devPtr: int, size: int, policy: int) -> None:
    _allocate(devPtr, size)


@entry(nonnull=("devPtr",))
def aclrtMallocCached(devPtr: int, size: int, policy: int) -> None:
    _allocate(devPtr, size)


@entry(nonnull=("devPtr",))
def aclrtMallocWithCfg(devPtr: int, size: int, policy: int, cfg: int) -> None:
    _allocate(devPtr, size)


def find_block(address: int, parameter: str = "devPtr") -> Block:
    """The live block that starts at the address; a Refusal (107000) that says what the address is instead."""
    memory = machine().memory_at(address)
    block = memory.blocks.get(address) if memory is not None else None
    if block is not None:
        return block
    inside = memory.find(address) if memory is not None else None
    if inside is not None:
        what = f"offset {address - inside.start} of allocation #{inside.serial}"
    else:
        what = "freed or never allocated" if memory is not None else "no device address"
    if hooks.active:
        hooks.emit("free_refused", address)
    raise invalid(parameter, f"{address:#x} ({what})", "an address from aclrtMalloc that is not freed")


def _free(address: int) -> None:
    if address in machine().released:  # aclrtResetDevice came first and took the block along
        machine().released.discard(address)
        return
    block = find_block(address)
    if not block.charged:
        raise invalid("devPtr", f"{address:#x} (from aclrtReserveMemAddress)", "an address from aclrtMalloc")
    block.memory.free(block)


@entry(nonnull=("devPtr",))
def aclrtFree(devPtr: int) -> None:
    _free(devPtr)


@entry(nonnull=("devPtr",))
def aclrtFreeWithDevSync(devPtr: int) -> None:
    machine().context().device.synchronize()
    _free(devPtr)


@entry(nonnull=("free", "total"))
def aclrtGetMemInfo(attr: int, free: int, total: int) -> None:
    if not 0 <= attr < _MEMORY_ATTRIBUTES:
        expected = f"an aclrtMemAttr, 0 to {_MEMORY_ATTRIBUTES - 1}"
        raise invalid("attr", attr, expected, status.RT_INVALID_MEMORY_TYPE)
    memory = machine().context().device.memory
    has_it = attr >= 12 or (attr in _DDR) == (machine().product.memory_kind == "DDR")
    put("free", free, memory.capacity - memory.used if has_it else 0)
    put("total", total, memory.capacity if has_it else 0)


@entry(nonnull=("ptr", "attributes"))
def aclrtPointerGetAttributes(ptr: int, attributes: int) -> None:
    # aclrtPtrAttributes: {uint32_t id; aclrtMemLocationType type;} location, uint32_t pageSize, uint32_t rsv[4]
    memory = machine().memory_at(ptr)
    on_host = _ON_HOST if machine().pinned.holds(ptr) else _UNREGISTERED
    put("attributes", attributes, memory.device if memory is not None else 0, 4)
    put("attributes", attributes + 4, _ON_DEVICE if memory is not None else on_host, 4)
    put("attributes", attributes + 8, 2 << 20 if memory is not None else 4096, 4)


@entry(nonnull=("ptr",))
def aclrtMemGetAddressRange(ptr: int, pbase: int, psize: int) -> None:
    memory = machine().memory_at(ptr)
    block = memory.find(ptr) if memory is not None else None
    if block is None:
        raise invalid("ptr", f"{ptr:#x}", "an address inside a device allocation")
    if pbase:
        put("pbase", pbase, block.start)
    if psize:
        put("psize", psize, block.size)
