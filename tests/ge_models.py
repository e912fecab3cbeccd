"""Serialized graphs for the tests, written by the rules of the wire format (protobuf.dev, "Encoding").

Field numbers: ge_ir.proto, which clients of the graph engine carry.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

FLOAT, INT64 = 1, 9 - 1  # ge.proto's DataType, which is not aclDataType: INT64 is 8 there


def varint(number: int) -> bytes:
    """Seven bits a byte, the least significant first; a negative number is its 64-bit two's complement."""
    number &= (1 << 64) - 1
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value)


def message(field: int, content: bytes | str) -> bytes:
    """A field of text or of a message."""
    data = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(data)) + data


def packed(field: int, values: Sequence[int]) -> bytes:
    return message(field, b"".join(map(varint, values)))


def real(field: int, value: float) -> bytes:
    return varint(field << 3 | 5) + struct.pack("<f", value)


def descriptor(name: str = "", dtype: int = 0, shape: Sequence[int] = ()) -> bytes:
    """A TensorDescriptor."""
    return message(1, name) + number(2, dtype) + message(3, packed(1, shape))


def tensor(dtype: int, shape: Sequence[int], data: bytes) -> bytes:
    """AttrDef with a TensorDef."""
    return message(12, message(1, descriptor(dtype=dtype, shape=shape)) + message(2, data))


def node(name: str, type: str, inputs: Mapping[str, str] | None = None, attributes: Mapping[str, bytes] | None = None,
         outputs: Sequence[str] = ("y",), after: Sequence[str] = ()) -> bytes:  # fmt: skip
    """An OpDef; attributes are encoded AttrDefs."""
    data = message(1, name) + message(2, type)
    data += b"".join(message(5, f"{source}:-1") for source in after)
    data += b"".join(message(5, source) for source in (inputs or {}).values())
    data += b"".join(message(10, message(1, key) + message(2, value)) for key, value in (attributes or {}).items())
    data += b"".join(message(33, descriptor(key)) for key in inputs or {})
    return data + b"".join(message(34, descriptor(key)) for key in outputs)


def data(name: str, index: int) -> bytes:
    """An input of the graph."""
    return node(name, "Data", attributes={"index": number(3, index)})


def const(name: str, dtype: int, shape: Sequence[int], values: bytes) -> bytes:
    return node(name, "Const", attributes={"value": tensor(dtype, shape, values)})


def int64s(name: str, *values: int) -> bytes:
    """A constant of integers, such as a shape."""
    return const(name, INT64, [len(values)], struct.pack(f"<{len(values)}q", *values))


def net_output(*sources: str) -> bytes:
    return node("out", "NetOutput", {f"input{place}": source for place, source in enumerate(sources)}, outputs=())


def model(*nodes: bytes, name: str = "graph") -> bytes:
    """A ModelDef of one graph."""
    return message(1, "model") + message(7, message(1, name) + b"".join(message(6, each) for each in nodes))


def add(extra: Sequence[bytes] = (), **replaced: Any) -> bytes:
    """Two inputs, their sum, one output."""
    nodes: dict[str, bytes] = {
        "a": data("a", 0), "b": data("b", 1), "sum": node("sum", "Add", {"x1": "a:0", "x2": "b:0"}),
        "out": net_output("sum:0"),
    }  # fmt: skip
    return model(*(nodes | replaced).values(), *extra)
