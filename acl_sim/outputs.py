"""Reading and writing the host memory that a call's pointers name, without trusting them.

A pointer that is not accessible raises the Refusal that a wrong argument deserves instead of crashing the program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from acl_sim.messages import Refusal, invalid_acl
from acl_sim.native import ffi, lib

Refuse = Callable[[str, object, str], Refusal]

_LONGEST_ARRAY = 1 << 28  # bytes or elements; anything longer is a wrong count, not an argument
_C_ARRAYS = {"q": "int64_t[]", "Q": "uint64_t[]", "i": "int32_t[]", "I": "uint32_t[]", "f": "float[]", "B": "uint8_t[]"}
_POINTER = 0xFFFF_FFFF_FFFF_FFFF  # C's arithmetic wraps around, Python's does not


def put(parameter: str, address: int, value: int, width: int = 8) -> None:
    """Stores an integer (or pointer) of `width` bytes where the program wants it."""
    if lib.acl_sim_put(address & _POINTER, value & _POINTER, width) != 0:
        raise invalid_acl(parameter, f"{address:#x}", "an address of writable memory")


def read_bytes(parameter: str, address: int, size: int, refuse: Refuse = invalid_acl) -> bytes:
    """`size` bytes of host memory."""
    if size > _LONGEST_ARRAY:
        raise refuse(parameter, f"an array of {size} bytes", "a smaller one")
    copy = ffi.new("char[]", size)
    if lib.acl_sim_move(int(ffi.cast("uintptr_t", copy)), address & _POINTER, size) != 0:
        raise refuse(parameter, f"{address:#x}", f"the address of {size} readable bytes")
    return bytes(ffi.buffer(copy, size))


def read_array(parameter: str, address: int, count: int, code: str, refuse: Refuse = invalid_acl) -> tuple[Any, ...]:
    """`count` numbers laid out as the struct module's `code` says, such as "q" for int64_t."""
    if count > _LONGEST_ARRAY:
        raise refuse(parameter, f"an array of {count} elements", "a smaller one")
    copy = ffi.new(_C_ARRAYS[code], count)
    size = ffi.sizeof(copy)
    if lib.acl_sim_move(int(ffi.cast("uintptr_t", copy)), address & _POINTER, size) != 0:
        raise refuse(parameter, f"{address:#x}", f"the address of {size} readable bytes")
    return tuple(ffi.unpack(copy, count))


def read_text(parameter: str, address: int, limit: int = 4096) -> str:
    """A C string; null reads as the empty one."""
    text = bytearray()
    while address and len(text) < limit:
        byte = read_bytes(parameter, address + len(text), 1)
        if byte == b"\0":
            break
        text += byte
    return text.decode("utf-8", "replace")
