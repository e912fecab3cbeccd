"""aclDataBuffer and aclDataTypeSize ("operation APIs", "other APIs")."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl

# Bytes per aclDataType. What the real function does not know, the 4- and 6-bit floats included, counts 8.
_SIZES = {-1: 0, 0: 4, 1: 2, 2: 1, 3: 4, 4: 1, 6: 2, 7: 2, 8: 4, 9: 8, 10: 8, 11: 8, 12: 1, 13: 0, 16: 8, 17: 16}
_SIZES |= {27: 2, 29: 1, 30: 1, 33: 4, 34: 1, 35: 1, 36: 1, 37: 1}
_UNKNOWN_SIZE = 8


class DataBuffer:
    """An address and a size; the data stay the program's."""

    def __init__(self, data: int, size: int) -> None:
        self.data = data
        self.size = size
        self.handle = machine().handles.add(self)


def _find(handle: int) -> DataBuffer | None:
    return machine().handles.find(handle, DataBuffer)


@entry(failed=0)
def aclDataTypeSize(dataType: int) -> int:
    return _SIZES.get(dataType, _UNKNOWN_SIZE)


@entry(failed=0)
def aclCreateDataBuffer(data: int, size: int) -> int:
    return DataBuffer(data, size).handle


@entry(nonnull=("dataBuffer",))
def aclDestroyDataBuffer(dataBuffer: int) -> None:
    known = _find(dataBuffer)
    if known is not None:  # a second destroy does nothing
        machine().handles.remove(known)


@entry(nonnull=("dataBuffer",))
def aclUpdateDataBuffer(dataBuffer: int, data: int, size: int) -> None:
    known = _find(dataBuffer)
    if known is None:
        raise invalid_acl("dataBuffer", f"{dataBuffer:#x}", "a live aclDataBuffer")
    known.data, known.size = data, size


@entry(failed=0)
def aclGetDataBufferAddr(dataBuffer: int) -> int:
    known = _find(dataBuffer)
    return known.data if known is not None else 0


@entry(failed=0)
def aclGetDataBufferSizeV2(dataBuffer: int) -> int:
    known = _find(dataBuffer)
    return known.size if known is not None else 0


@entry(failed=0)
def aclGetDataBufferSize(dataBuffer: int) -> int:
    known = _find(dataBuffer)
    return known.size & 0xFFFF_FFFF if known is not None else 0
