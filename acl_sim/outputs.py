"""Reading and writing the host memory that a call's pointers name, without trusting them.

A pointer that is not accessible raises the Refusal that a wrong argument deserves instead of crashing the program.
"""

from __future__ import annotations

from struct import calcsize, unpack

from acl_sim.messages import Refusal, invalid_acl
from acl_sim.native import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Refuse = Callable[[str, object, str], Refusal]

_LONGEST_ARRAY = 1 << 28  # bytes or elements; anything longer is a wrong count, not an argument


def put(parameter: str, address: int, value: int, width: int = 8) -> None:
    """Stores an integer (or pointer) of `width` bytes where the program wants it."""
    if not guarded.store(address, value, width):
        raise invalid_acl(parameter, f"{address:#x}", "an address of writable memory")


def read_bytes(parameter: str, address: int, size: int, refuse: Refuse = invalid_acl) -> bytes:
    """`size` bytes of host memory."""
    if size > _LONGEST_ARRAY:
        raise refuse(parameter, f"an array of {size} bytes", "a smaller one")
    copy: bytes | None = guarded.load(address, size)
    if copy is None:
        raise refuse(parameter, f"{address:#x}", f"the address of {size} readable bytes")
    return copy


def read_array(parameter: str, address: int, count: int, code: str, refuse: Refuse = invalid_acl) -> tuple[Any, ...]:
    """`count` numbers laid out as the struct module's `code` says, such as "q" for int64_t."""
    if count > _LONGEST_ARRAY:
        raise refuse(parameter, f"an array of {count} elements", "a smaller one")
    layout = f"{count}{code}"
    return unpack(layout, read_bytes(parameter, address, calcsize(layout), refuse))


def read_text(parameter: str, address: int, limit: int = 4096) -> str:
    """A C string; null reads as the empty one."""
    text = bytearray()
    while address and len(text) < limit:
        byte = read_bytes(parameter, address + len(text), 1)
        if byte == b"\0":
            break
        text += byte
    return text.decode("utf-8", "replace")
