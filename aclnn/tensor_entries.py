"""Creating, describing and destroying aclTensor."""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, aclnn_invalid, aclnn_null
from acl_sim.native import ffi, lib
from acl_sim.outputs import put, read_array
from aclnn.dtypes import dtype_of
from aclnn.tensor import Tensor, contiguous_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DIMS = 25


def _dims(parameter: str, address: int, count: int) -> tuple[int, ...]:
    if count > MAX_DIMS:
        raise aclnn_invalid(parameter, count, f"must be at most {MAX_DIMS}")
    if count and not address:
        raise aclnn_null(parameter)
    return read_array(parameter, address, count, "q", _refuse)


def _refuse(parameter: str, value: object, expected: str) -> Refusal:
    return aclnn_invalid(parameter, value, f"must be {expected}")


def find_tensor(handle: int, parameter: str = "tensor") -> Tensor:
    """The tensor of a handle. Null is 161001; what is no live tensor is 161002."""
    if not handle:
        raise aclnn_null(parameter)
    tensor = machine().handles.find(handle, Tensor)
    if tensor is None:
        raise aclnn_invalid(parameter, machine().handles.describe(handle), "must be a live aclTensor")
    return tensor


@entry(failed=0)
def aclCreateTensor(
    viewDims: int, viewDimsNum: int, dataType: int, stride: int, offset: int,
    format: int, storageDims: int, storageDimsNum: int, tensorData: int,
) -> int:  # fmt: skip
    shape = _dims("viewDims", viewDims, viewDimsNum)
    if any(length < 0 for length in shape):
        raise aclnn_invalid("viewDims", list(shape), "must not be negative")
    strides = _dims("stride", stride, viewDimsNum) if stride else contiguous_strides(shape)
    storage_shape = _dims("storageDims", storageDims, storageDimsNum)
    tensor = Tensor(shape, dtype_of(dataType), strides, offset, format, storage_shape, tensorData)
    return machine().handles.add(tensor)


@entry(nonnull=("tensor",), null=aclnn_null)
def aclInitTensor(
    tensor: int, viewDims: int, viewDimsNum: int, dataType: int, stride: int, offset: int,
    format: int, storageDims: int, storageDimsNum: int, tensorDataAddr: int,
) -> None:  # fmt: skip
    known = find_tensor(tensor)
    if viewDims:
        known.shape = _dims("viewDims", viewDims, viewDimsNum)
        known.strides = contiguous_strides(known.shape)
    if stride:
        known.strides = _dims("stride", stride, viewDimsNum)
    if storageDims:
        known.storage_shape = _dims("storageDims", storageDims, storageDimsNum)
    if tensorDataAddr:
        known.address = tensorDataAddr
    known.dtype, known.offset, known.format = dtype_of(dataType), offset, format


@entry
def aclDestroyTensor(tensor: int) -> None:
    known = machine().handles.find(tensor, Tensor)
    if known is not None:  # null, a second destroy and a random value do nothing, as documented
        machine().handles.remove(known)


def _put_array(values: Sequence[int], out: int, count: int) -> None:
    """A fresh int64_t array that the caller deletes."""
    array = lib.acl_sim_host_array(max(1, len(values)))
    for index, value in enumerate(values):
        array[index] = value
    put("array", out, int(ffi.cast("uintptr_t", array)))
    put("count", count, len(values))


@entry(nonnull=("tensor", "viewDims", "viewDimsNum"), null=aclnn_null)
def aclGetViewShape(tensor: int, viewDims: int, viewDimsNum: int) -> None:
    _put_array(find_tensor(tensor).shape, viewDims, viewDimsNum)


@entry(nonnull=("tensor", "storageDims", "storageDimsNum"), null=aclnn_null)
def aclGetStorageShape(tensor: int, storageDims: int, storageDimsNum: int) -> None:
    _put_array(find_tensor(tensor).storage_shape, storageDims, storageDimsNum)


@entry(nonnull=("tensor", "stridesValue", "stridesNum"), null=aclnn_null)
def aclGetViewStrides(tensor: int, stridesValue: int, stridesNum: int) -> None:
    _put_array(find_tensor(tensor).strides, stridesValue, stridesNum)


@entry(nonnull=("tensor", "offset"), null=aclnn_null)
def aclGetViewOffset(tensor: int, offset: int) -> None:
    put("offset", offset, find_tensor(tensor).offset)


@entry(nonnull=("tensor", "format"), null=aclnn_null)
def aclGetFormat(tensor: int, format: int) -> None:
    put("format", format, find_tensor(tensor).format, 4)


@entry(nonnull=("tensor", "dataType"), null=aclnn_null)
def aclGetDataType(tensor: int, dataType: int) -> None:
    put("dataType", dataType, find_tensor(tensor).dtype.code, 4)


@entry(nonnull=("tensor", "addr"), null=aclnn_null)
def aclGetRawTensorAddr(tensor: int, addr: int) -> None:
    put("addr", addr, find_tensor(tensor).address)


@entry(nonnull=("tensor",), null=aclnn_null)
def aclSetRawTensorAddr(tensor: int, addr: int) -> None:
    find_tensor(tensor).address = addr
