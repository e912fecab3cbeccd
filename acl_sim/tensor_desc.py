"""aclTensorDesc ("operation APIs"): type, dimensions and format of a single-operator argument, without its data."""

from __future__ import annotations

from math import prod

from acl_sim.data_buffer import aclDataTypeSize
from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import invalid_acl
from acl_sim.native import ffi
from acl_sim.outputs import put, read_array, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNDEFINED = -1  # aclDataType and aclFormat
_UNKNOWN_LENGTH = -1
_PLACEMENTS = 3  # aclMemType values


class TensorDesc:
    """What a program described. `storage_format` and `storage_shape` tell how the data lie in memory where that
    differs from format and shape."""

    def __init__(self, data_type: int, shape: tuple[int, ...], format: int) -> None:
        self.data_type = data_type
        self.shape = shape
        self.format = format
        self.storage_format: int | None = None
        self.storage_shape: tuple[int, ...] | None = None
        self.placement = 0
        self.name: Any = ffi.new("char[]", b"")
        self.handle = machine().handles.add(self)


def find_desc(handle: int, parameter: str = "desc") -> TensorDesc:
    """The description of a handle, or a Refusal (100000)."""
    known = machine().handles.find(handle, TensorDesc)
    if known is None:
        raise invalid_acl(parameter, machine().handles.describe(handle), "a live aclTensorDesc")
    return known


def _dims(count: int, address: int) -> tuple[int, ...]:
    if count < 0:
        raise invalid_acl("numDims", count, "0 or more")
    if count and not address:
        raise invalid_acl("dims", "a null pointer", f"the address of {count} lengths")
    return read_array("dims", address, count, "q") if count else ()


@entry(failed=0)
def aclCreateTensorDesc(dataType: int, numDims: int, dims: int, format: int) -> int:
    return TensorDesc(dataType, _dims(numDims, dims), format).handle


@entry(failed=0)
def aclDestroyTensorDesc(desc: int) -> None:
    known = machine().handles.find(desc, TensorDesc)
    if known is not None:  # null and a second destroy do nothing
        machine().handles.remove(known)


@entry(failed=UNDEFINED)
def aclGetTensorDescType(desc: int) -> int:
    return find_desc(desc).data_type


@entry(failed=UNDEFINED)
def aclGetTensorDescFormat(desc: int) -> int:
    return find_desc(desc).format


@entry(failed=0)
def aclGetTensorDescElementCount(desc: int) -> int:
    return max(0, prod(find_desc(desc).shape))


@entry(failed=0)
def aclGetTensorDescSize(desc: int) -> int:
    known = find_desc(desc)
    return max(0, prod(known.shape)) * aclDataTypeSize(known.data_type)


@entry(failed=0)
def aclGetTensorDescNumDims(desc: int) -> int:
    return len(find_desc(desc).shape)


@entry(failed=_UNKNOWN_LENGTH)
def aclGetTensorDescDim(desc: int, index: int) -> int:
    return _length(find_desc(desc), index)


@entry(nonnull=("desc", "dimSize"))
def aclGetTensorDescDimV2(desc: int, index: int, dimSize: int) -> None:
    put("dimSize", dimSize, _length(find_desc(desc), index))


def _length(desc: TensorDesc, index: int) -> int:
    if index >= len(desc.shape):
        raise invalid_acl("index", index, f"below the number of dimensions, {len(desc.shape)}")
    return desc.shape[index]


@entry(failed=0)
def aclSetTensorDescName(desc: int, name: int) -> None:
    find_desc(desc).name = ffi.new("char[]", read_text("name", name).encode())


@entry(failed=0)
def aclGetTensorDescName(desc: int) -> int:
    return int(ffi.cast("uintptr_t", find_desc(desc).name))


@entry(nonnull=("desc",))
def aclSetTensorFormat(desc: int, format: int) -> None:
    find_desc(desc).storage_format = format


@entry(nonnull=("desc",))
def aclSetTensorShape(desc: int, numDims: int, dims: int) -> None:
    find_desc(desc).storage_shape = _dims(numDims, dims)


@entry(nonnull=("desc",))
def aclSetTensorPlaceMent(desc: int, memType: int) -> None:
    if not 0 <= memType < _PLACEMENTS:
        raise invalid_acl("memType", memType, "an aclMemType, 0 to 2")
    find_desc(desc).placement = memType
