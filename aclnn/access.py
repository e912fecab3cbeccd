"""How kernels reach device memory: as host addresses for native code, as numpy arrays for the reference."""

from __future__ import annotations

from inspect import signature
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from acl_sim.native import ffi, lib
from aclnn.declare import Arguments, Operator
from aclnn.dtypes import BF16, FLOAT16, DType
from aclnn.placement import place
from aclnn.tensor import Tensor

Array = NDArray[Any]


def storage(tensor: Tensor) -> Array:
    """The view over device memory in its storage type (bfloat16 as uint16 bits); writes go through."""
    if tensor.size == 0:
        return np.empty(tensor.shape, tensor.dtype.numpy)
    start, size = tensor.extent()
    dtype = np.dtype(tensor.dtype.numpy)
    offset = tensor.address + tensor.offset * dtype.itemsize - start  # strides may be negative
    memory = ffi.buffer(ffi.cast("char *", place(tensor) - offset), size)
    strides = [stride * dtype.itemsize for stride in tensor.strides]
    elements: Array = np.ndarray(tensor.shape, dtype, memory, offset, strides)
    return elements


def _convert(convert: Any, source: Array, source_type: str, result: Array, result_type: str) -> Array:
    convert(ffi.cast(source_type, source.ctypes.data), ffi.cast(result_type, result.ctypes.data), source.size)
    return result


def widen(tensor: Tensor) -> Array:
    """The elements as kernels compute with them: 16-bit floats as float32, everything else as it is."""
    bits = storage(tensor)
    if tensor.dtype not in (FLOAT16, BF16):
        return bits
    source = np.ascontiguousarray(bits).view(np.uint16)
    convert = lib.acl_sim_f16_to_f32 if tensor.dtype == FLOAT16 else lib.acl_sim_bf16_to_f32
    return _convert(convert, source, "uint16_t *", np.empty(bits.shape, np.float32), "float *")


class Part(NamedTuple):
    """A kernel's result that leaves the other elements alone: positions in row-major order, and their values."""

    positions: Array
    values: Array


def _stored(values: Array, dtype: DType) -> Array:
    """The values in the storage type; float32 is rounded to a 16-bit type, to nearest even."""
    if dtype not in (FLOAT16, BF16):
        return values
    source = np.ascontiguousarray(values, np.float32)
    convert = lib.acl_sim_f32_to_f16 if dtype == FLOAT16 else lib.acl_sim_f32_to_bf16
    rounded = _convert(convert, source, "float *", np.empty(source.shape, np.uint16), "uint16_t *")
    return rounded.view(np.dtype(dtype.numpy))


def store(tensor: Tensor, values: Array | Part) -> None:
    """Writes a result, rounding float32 to a 16-bit type once."""
    target = storage(tensor)
    if isinstance(values, Part):
        target.flat[values.positions.reshape(-1)] = _stored(values.values, tensor.dtype).reshape(-1)
    else:
        target[...] = _stored(np.broadcast_to(values, tensor.shape), tensor.dtype)


def _kernel_arguments(operator: Operator, arguments: Arguments) -> dict[str, Any]:
    """What the reference kernel names of the inputs and attributes (all with **), and `call`, the Arguments."""
    assert operator.reference is not None, f"{operator.c_name} has no kernel"
    asked = signature(operator.reference).parameters
    wants_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in asked.values())
    values: dict[str, Any] = {"call": arguments} if "call" in asked else {}
    for parameter in operator.parameters:
        if parameter.role != "output" and (wants_all or parameter.name in asked):
            value = getattr(arguments, parameter.name)
            values[parameter.name] = widen(value) if isinstance(value, Tensor) else value
    return values


def run_reference(operator: Operator, arguments: Arguments) -> None:
    """Reads the inputs, calls the operator's numpy kernel, writes what it returns."""
    kernel: Any = operator.reference
    with np.errstate(all="ignore"):  # infinities and NaNs are results, and no reason to write to stderr
        results = kernel(**_kernel_arguments(operator, arguments))
    outputs = [getattr(arguments, p.name) for p in operator.parameters if p.is_written]
    for tensor, result in zip(outputs, results if isinstance(results, tuple) else (results,)):
        if result is not None and tensor is not None:
            store(tensor, result)
