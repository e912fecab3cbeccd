"""Calls operators through the C interface from Python: device tensors from numpy arrays, and back."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

CODES = {
    "f32": 0, "f16": 1, "i8": 2, "i32": 3, "u8": 4, "i16": 6, "u16": 7, "u32": 8, "i64": 9, "u64": 10, "f64": 11,
    "bool": 12, "c64": 16, "c128": 17, "bf16": 27, "u1": 30, "hif8": 34,
    "f8e5": 35, "f8e4": 36,
}  # fmt: skip  # aclDataType
STORAGE = {
    "f32": np.float32, "f16": np.uint16, "bf16": np.uint16, "f64": np.float64, "i8": np.int8, "i16": np.int16,
    "i32": np.int32, "i64": np.int64, "u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "u64": np.uint64,
    "bool": np.bool_, "c64": np.complex64, "c128": np.complex128, "u1": np.uint8,
    "hif8": np.uint8, "f8e5": np.uint8, "f8e4": np.uint8,
}  # fmt: skip
FORMATS = {"NCHW": 0, "NHWC": 1, "ND": 2, "NC1HWC0": 3, "NDHWC": 27, "FRACTAL_NZ": 29}  # aclFormat
HOST_TO_DEVICE, DEVICE_TO_HOST = 1, 2

_Dims = ctypes.POINTER(ctypes.c_int64)


def _dims(values: Sequence[int]) -> Any:
    return (ctypes.c_int64 * max(1, len(values)))(*values)


@dataclass
class DeviceTensor:
    """A handle with the device memory behind it."""

    handle: int
    address: int
    storage: Array  # what was uploaded; gives size and type for reading back


class Session:
    """A device that is set, a stream, and what the tests need to call operators on it."""

    def __init__(self, acl: ctypes.CDLL) -> None:
        self.acl = acl
        acl.aclCreateTensor.restype = ctypes.c_void_p
        acl.aclGetRecentErrMsg.restype = ctypes.c_char_p
        assert acl.aclInit(None) == 0
        assert acl.aclrtSetDevice(0) == 0
        self.stream = ctypes.c_void_p()
        assert acl.aclrtCreateStream(ctypes.byref(self.stream)) == 0

    def message(self) -> str:
        """aclGetRecentErrMsg, empty when nothing is pending."""
        return (self.acl.aclGetRecentErrMsg() or b"").decode()

    def upload(self, data: Array) -> int:
        """The address of a device copy; 0 for no bytes."""
        if data.nbytes == 0:
            return 0
        address = ctypes.c_void_p()
        assert self.acl.aclrtMalloc(ctypes.byref(address), ctypes.c_size_t(data.nbytes), 0) == 0
        size = ctypes.c_size_t(data.nbytes)
        assert self.acl.aclrtMemcpy(address, size, ctypes.c_void_p(data.ctypes.data), size, HOST_TO_DEVICE) == 0
        return address.value or 0

    def tensor(
        self, data: Array, dtype: str = "f32", shape: Sequence[int] | None = None,
        strides: Sequence[int] | None = None, offset: int = 0, format: str = "ND",
    ) -> DeviceTensor:  # fmt: skip
        """A tensor over a copy of `data` (in its storage type); shape, strides and offset choose a view of it."""
        data = np.ascontiguousarray(data)
        assert data.dtype == STORAGE[dtype]
        address = self.upload(data)
        view = list(data.shape if shape is None else shape)
        handle = self.acl.aclCreateTensor(
            _dims(view), ctypes.c_uint64(len(view)), CODES[dtype], None if strides is None else _dims(strides),
            ctypes.c_int64(offset), FORMATS[format], _dims(data.shape), ctypes.c_uint64(data.ndim),
            ctypes.c_void_p(address),
        )  # fmt: skip
        assert handle
        return DeviceTensor(handle, address, data)

    def _created(self, kind: str, values: Any, *rest: Any) -> ctypes.c_void_p:
        create = getattr(self.acl, f"aclCreate{kind}")
        create.restype = ctypes.c_void_p
        return ctypes.c_void_p(create(values, *rest))

    def int_array(self, values: Sequence[int]) -> ctypes.c_void_p:
        """An aclIntArray."""
        return self._created("IntArray", _dims(values), ctypes.c_uint64(len(values)))

    def float_array(self, values: Sequence[float]) -> ctypes.c_void_p:
        """An aclFloatArray."""
        return self._created("FloatArray", (ctypes.c_float * len(values))(*values), ctypes.c_uint64(len(values)))

    def bool_array(self, values: Sequence[bool]) -> ctypes.c_void_p:
        """An aclBoolArray."""
        return self._created("BoolArray", (ctypes.c_bool * len(values))(*values), ctypes.c_uint64(len(values)))

    def scalar(self, value: Any, dtype: str) -> ctypes.c_void_p:
        """An aclScalar of a value in the type's storage (bits for 16-bit floats)."""
        data = np.array([value], STORAGE[dtype])
        return self._created("Scalar", ctypes.c_void_p(data.ctypes.data), CODES[dtype])

    def _list(self, kind: str, handles: Sequence[int | None]) -> ctypes.c_void_p:
        array = (ctypes.c_void_p * max(1, len(handles)))(*handles)
        return self._created(kind, array, ctypes.c_uint64(len(handles)))

    def tensor_list(self, tensors: Sequence[DeviceTensor | None]) -> ctypes.c_void_p:
        """An aclTensorList."""
        return self._list("TensorList", [tensor and tensor.handle for tensor in tensors])

    def scalar_list(self, scalars: Sequence[ctypes.c_void_p]) -> ctypes.c_void_p:
        """An aclScalarList."""
        return self._list("ScalarList", [scalar.value for scalar in scalars])

    def read(self, tensor: DeviceTensor) -> Array:
        """The whole storage of a tensor as it is on the device now."""
        result = np.empty_like(tensor.storage)
        size = ctypes.c_size_t(result.nbytes)
        if result.nbytes:
            source = ctypes.c_void_p(tensor.address)
            assert self.acl.aclrtMemcpy(ctypes.c_void_p(result.ctypes.data), size, source, size, DEVICE_TO_HOST) == 0
        return result

    def plan(self, operator: str, *arguments: Any) -> tuple[int, int, ctypes.c_void_p]:
        """Phase one: (status, workspace size, executor). Tensors may be DeviceTensor or None, numbers ctypes."""
        size, executor = ctypes.c_uint64(0xDEAD), ctypes.c_void_p()
        plain = [ctypes.c_void_p(a.handle) if isinstance(a, DeviceTensor) else a for a in arguments]
        function = getattr(self.acl, f"{operator}GetWorkspaceSize")
        return function(*plain, ctypes.byref(size), ctypes.byref(executor)), size.value, executor

    def run(self, operator: str, *arguments: Any) -> None:
        """Both phases and a synchronise, all of which must succeed."""
        status, size, executor = self.plan(operator, *arguments)
        assert status == 0, self.message()
        workspace = ctypes.c_void_p(self.upload(np.zeros(size, np.uint8)))
        assert getattr(self.acl, operator)(workspace, ctypes.c_uint64(size), executor, self.stream) == 0, self.message()
        assert self.acl.aclrtSynchronizeStream(self.stream) == 0, self.message()
