"""Protocol buffers' wire format: enough of it to read messages whose fields are known.

A message is a sequence of fields: a tag (number and kind of coding), then a variable-length integer, four or eight
bytes, or a length and that many bytes. Source: protobuf.dev, "Encoding".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

Field = tuple[int, int, "int | bytes"]  # number, coding, value


class WireError(ValueError):
    """The bytes are no message."""


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if position >= len(data) or shift > 63:
            raise WireError(f"a number at byte {position} does not end")
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def fields(data: bytes) -> Iterator[Field]:
    """The fields of a message in their order; raises WireError for what is none."""
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        number, coding = tag >> 3, tag & 7
        if coding == VARINT:
            value, position = _varint(data, position)
            yield number, coding, value
            continue
        if coding == BYTES:
            size, position = _varint(data, position)
        elif coding in (FIXED32, FIXED64):
            size = 4 if coding == FIXED32 else 8
        else:
            raise WireError(f"coding {coding} of field {number} is not one of messages")
        if position + size > len(data):
            raise WireError(f"field {number} ends after its message")
        yield number, coding, data[position : position + size]
        position += size


def signed(value: int) -> int:
    """A negative int64 is written as its two's complement."""
    return value - (1 << 64) if value >> 63 else value


def integers(coding: int, value: int | bytes) -> Iterator[int]:
    """The numbers of a repeated int64 field, which may be packed into one."""
    if isinstance(value, int):
        yield signed(value)
        return
    if coding != BYTES:
        raise WireError("a number has an unknown coding")
    position = 0
    while position < len(value):
        number, position = _varint(value, position)
        yield signed(number)


def floats(value: int | bytes) -> Iterator[float]:
    """The numbers of a repeated float field, which may be packed into one."""
    if isinstance(value, int) or len(value) % 4:
        raise WireError("a float is not four bytes")
    yield from struct.unpack(f"<{len(value) // 4}f", value)


def content(value: int | bytes) -> bytes:
    """The bytes of a text or message."""
    if isinstance(value, int):
        raise WireError("a number stands where a text or message belongs")
    return value
