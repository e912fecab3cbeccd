"""Chapter "memory copy and set"."""

from __future__ import annotations

from acl_sim import status
from acl_sim.capture import forbid_unsafe
from acl_sim.checks import hooks
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, device_fault, invalid, invalid_acl, not_now, not_supported, null_pointer
from acl_sim.native import lib
from acl_sim.stream import Stream, find_stream
from acl_sim.task import Range, Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

HOST_TO_HOST, HOST_TO_DEVICE, DEVICE_TO_HOST, DEVICE_TO_DEVICE, DEFAULT = range(5)  # aclrtMemcpyKind
_LAST_KIND = 5  # ACL_MEMCPY_HOST_TO_BUF_TO_DEVICE

_HOST_SPACE = 1 << 56  # bytes

DEVICE, PINNED, PAGEABLE = "device memory", "pinned host memory", "pageable host memory"


def place(address: int) -> str:
    """What kind of memory an address is: DEVICE, PINNED or PAGEABLE."""
    if machine().memory_at(address) is not None:
        return DEVICE
    return PINNED if machine().pinned.holds(address) else PAGEABLE


def storage(parameter: str, address: int, size: int) -> int:
    """Where the bytes of an address range are. Host addresses are their own; device ranges must lie in one block.

    Raises a Refusal (107000). The slack behind a block counts as its own, as on hardware.
    """
    memory = machine().memory_at(address)
    if memory is None:
        return address
    block = memory.find(address)
    if block is None:
        raise invalid(parameter, f"{address:#x}", "an address inside a live allocation")
    offset = address - block.start
    if size > block.footprint - offset:
        what = f"{size} bytes from offset {offset} of allocation #{block.serial} ({block.size} bytes)"
        raise invalid(parameter, what, "a range inside the allocation")
    if not block.charged and not machine().is_mapped(address, size):
        raise invalid(parameter, f"{size} bytes from {address:#x}", "reserved addresses that aclrtMapMem has mapped")
    return address + memory.distance


def _move(dst: int, src: int, count: int) -> None:
    to, source = storage("dst", dst, count), storage("src", src, count)
    if lib.acl_sim_move(to, source, count) != 0:
        what = f"{count} bytes from {src:#x} to {dst:#x}"
        raise invalid("dst or src", what, "host memory that can be accessed")


def _fill(address: int, value: int, count: int) -> None:
    if lib.acl_sim_fill(storage("devPtr", address, count), value & 0xFF, count) != 0:
        raise invalid("devPtr", f"{count} bytes from {address:#x}", "memory that can be written")


def _is_nothing(dst: int, dest_max: int, src: int, count: int, kind: int) -> bool:
    """The argument checks of every copy, in the order of the real library; whether nothing is left to copy."""
    if count == 0:
        return True
    for parameter, address in (("dst", dst), ("src", src)):
        if not address:
            raise null_pointer(parameter)
    if not 0 <= kind <= _LAST_KIND:
        raise invalid_acl("kind", kind, "an aclrtMemcpyKind, 0 to 5")
    if count > dest_max:
        raise invalid("count", count, f"at most destMax, which is {dest_max}")
    return dst == src


@entry
def aclrtMemcpy(dst: int, destMax: int, src: int, count: int, kind: int) -> None:
    # The kind is only range-checked: on hardware, too, the addresses decide.
    if _is_nothing(dst, destMax, src, count, kind):
        return
    machine().context()
    forbid_unsafe("aclrtMemcpy")
    if hooks.active:
        hooks.emit("copying", dst, destMax, src, count, kind, None)
    _move(dst, src, count)


def _check_kind(dst: int, src: int, kind: int) -> None:
    """The addresses decide the direction of an asynchronous copy, but pageable memory must not contradict the kind."""
    where = (place(dst), place(src))
    if where[0] != DEVICE and where[1] != DEVICE:
        if kind in (HOST_TO_HOST, DEFAULT):
            raise not_supported("An asynchronous copy from host to host")
        raise invalid("kind", kind, f"one that fits a copy from {where[1]} to {where[0]}")
    to_device, from_device = (side == DEVICE for side in where)
    actual = DEVICE_TO_DEVICE if to_device and from_device else HOST_TO_DEVICE if to_device else DEVICE_TO_HOST
    if PAGEABLE in where and kind not in (actual, DEFAULT):
        raise invalid("kind", kind, f"{actual} or ACL_MEMCPY_DEFAULT for a copy from {where[1]} to {where[0]}")


def _submit(
    stream: Stream, label: str, work: Callable[[], None], reads: tuple[Range, ...], writes: tuple[Range, ...]
) -> None:
    def run() -> None:
        try:
            work()
        except Refusal as refusal:  # freed between submission and run: the device finds out, not the caller
            raise device_fault(f"{label}: {refusal.text}") from None

    stream.submit(Task(label, run, reads, writes))


def _synchronize_pageable(call: str, stream: Stream) -> None:
    """A copy of pageable memory is made at once, after all that the stream holds."""
    if stream.capture is not None:
        stream.capture.is_valid = False
        reason = "A copy of pageable host memory cannot be captured: allocate it with aclrtMallocHost."
        raise not_now(reason, status.RT_PARAM_INVALID)
    forbid_unsafe(f"{call} of pageable memory", status.RT_CAPTURE_MODE_BLOCK_ASYNC)
    stream.synchronize()


@entry
def aclrtMemcpyAsync(dst: int, destMax: int, src: int, count: int, kind: int, stream: int) -> None:
    if _is_nothing(dst, destMax, src, count, kind):
        return
    target = find_stream(stream)
    if hooks.active:
        hooks.emit("copying", dst, destMax, src, count, kind, target)
    _check_kind(dst, src, kind)
    storage("dst", dst, count)
    storage("src", src, count)
    if PAGEABLE in (place(dst), place(src)):
        _synchronize_pageable("aclrtMemcpyAsync", target)
        _move(dst, src, count)
    else:
        _submit(target, "aclrtMemcpyAsync", lambda: _move(dst, src, count), ((src, count),), ((dst, count),))


def _is_no_fill(devPtr: int, maxCount: int, count: int) -> bool:
    if count == 0:
        return True
    if not devPtr:
        raise null_pointer("devPtr")
    if count > maxCount:
        raise invalid("count", count, f"at most maxCount, which is {maxCount}")
    return False


@entry
def aclrtMemset(devPtr: int, maxCount: int, value: int, count: int) -> None:
    if _is_no_fill(devPtr, maxCount, count):
        return
    machine().context()
    forbid_unsafe("aclrtMemset")
    if hooks.active:
        hooks.emit("setting", devPtr, maxCount, count, None)
    _fill(devPtr, value, count)


@entry
def aclrtMemsetAsync(devPtr: int, maxCount: int, value: int, count: int, stream: int) -> None:
    if _is_no_fill(devPtr, maxCount, count):
        return
    target = find_stream(stream)
    if hooks.active:
        hooks.emit("setting", devPtr, maxCount, count, target)
    storage("devPtr", devPtr, count)
    _submit(target, "aclrtMemsetAsync", lambda: _fill(devPtr, value, count), (), ((devPtr, count),))


def _check_rectangle(dst: int, dpitch: int, src: int, spitch: int, width: int, height: int, kind: int) -> None:
    if not dst or not src:
        raise invalid("dst or src", "a null pointer", "an address")
    if kind not in (HOST_TO_DEVICE, DEVICE_TO_HOST, DEVICE_TO_DEVICE, DEFAULT):
        raise invalid("kind", kind, "1 to 4")
    if width > min(dpitch, spitch) or not width or not height:
        raise invalid("width", width, f"1 to the smaller pitch, {min(dpitch, spitch)}, with a positive height")
    if height * max(dpitch, spitch) > _HOST_SPACE:
        raise invalid("height", height, "a number of rows that a process has room for")


def _move_rectangle(dst: int, dpitch: int, src: int, spitch: int, width: int, height: int) -> None:
    for row in range(height):
        _move(dst + row * dpitch, src + row * spitch, width)


def _tell_rows(
    dst: int, dpitch: int, src: int, spitch: int, width: int, height: int, kind: int, stream: Stream | None
) -> None:
    """To a checker, a rectangle is the copies of its rows; of one whose rows adjoin, a single copy."""
    if dpitch == spitch == width:
        width, height = width * height, 1
    for row in range(height):
        hooks.emit("copying", dst + row * dpitch, width, src + row * spitch, width, kind, stream)


def _rows(address: int, pitch: int, width: int, height: int) -> tuple[Range, ...]:
    """What a rectangle touches. Only checkers want to know what lies between its rows."""
    if pitch == width or not hooks.active:
        return ((address, pitch * (height - 1) + width),)
    return tuple((address + row * pitch, width) for row in range(height))


@entry
def aclrtMemcpy2d(dst: int, dpitch: int, src: int, spitch: int, width: int, height: int, kind: int) -> None:
    _check_rectangle(dst, dpitch, src, spitch, width, height, kind)
    machine().context()
    forbid_unsafe("aclrtMemcpy2d")
    if hooks.active:
        _tell_rows(dst, dpitch, src, spitch, width, height, kind, None)
    _move_rectangle(dst, dpitch, src, spitch, width, height)


@entry
def aclrtMemcpy2dAsync(
    dst: int, dpitch: int, src: int, spitch: int, width: int, height: int, kind: int, stream: int
) -> None:
    _check_rectangle(dst, dpitch, src, spitch, width, height, kind)
    target = find_stream(stream)
    if hooks.active:
        _tell_rows(dst, dpitch, src, spitch, width, height, kind, target)
    if PAGEABLE in (place(dst), place(src)):
        _synchronize_pageable("aclrtMemcpy2dAsync", target)
        _move_rectangle(dst, dpitch, src, spitch, width, height)
        return
    reads, writes = _rows(src, spitch, width, height), _rows(dst, dpitch, width, height)
    _submit(
        target,
        "aclrtMemcpy2dAsync",
        lambda: _move_rectangle(dst, dpitch, src, spitch, width, height),
        reads,
        writes,
    )
