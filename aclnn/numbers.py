"""Single numbers on the host: what the bytes of an aclScalar say, and roundings to 16 bits without numpy."""

from __future__ import annotations

from struct import pack, unpack

from aclnn.dtypes import BF16, FLOAT16, DType

Number = complex | float | int  # bool is an int

_CODES = {
    "FLOAT": "f", "FLOAT16": "e", "DOUBLE": "d", "INT8": "b", "UINT8": "B", "INT16": "h", "UINT16": "H", "INT32": "i",
    "UINT32": "I", "INT64": "q", "UINT64": "Q", "BOOL": "?", "COMPLEX64": "ff", "COMPLEX128": "dd",
}  # fmt: skip


def decode(data: bytes, dtype: DType) -> Number:
    """The number that the bytes hold; NotImplementedError for types without one in Python."""
    if dtype == BF16:
        (value,) = unpack("<f", b"\0\0" + data)
        return float(value)
    code = _CODES.get(dtype.name)
    if code is None:
        raise NotImplementedError(f"scalars of type {dtype}")
    values = unpack(f"<{code}", data)
    number: Number = complex(*values) if len(values) == 2 else values[0]
    return number


def rounded(value: float, dtype: DType) -> float:
    """To the nearest float32 and then to nearest even in a 16-bit type; beyond its range an infinity."""
    try:
        (single,) = unpack("<f", pack("<f", value))
        if dtype == FLOAT16:
            return float(unpack("<e", pack("<e", single))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    if single != single or dtype != BF16:
        return float(single)
    (bits,) = unpack("<I", pack("<f", single))
    bits = bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000
    return float(unpack("<f", pack("<I", bits))[0])
