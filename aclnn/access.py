"""How kernels reach device memory: as host addresses for native code, as numpy arrays for the reference."""

from __future__ import annotations

from functools import cache
from inspect import signature
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from acl_sim.machine import machine
from acl_sim.native import ffi
from aclnn.blocks import is_swapped, plain_shape, stored
from aclnn.containers import Scalar
from aclnn.conversion import NARROW, arithmetic, converted, narrowed, stored_type, widened
from aclnn.declare import Arguments, Operator
from aclnn.dtypes import BOOL, INT4, DType
from aclnn.formats import FRACTAL_NZ
from aclnn.layouts import PACK, UNPACK
from aclnn.parameters import Parameter
from aclnn.placement import host_address
from aclnn.tensor import Tensor, contiguous_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[Any]


class Part(NamedTuple):
    """A kernel's result that leaves the other elements alone: positions in row-major order, and their values."""

    positions: Array
    values: Array


class Found(NamedTuple):
    """A kernel's result whose shape only the data decides: the tensor takes that shape, at most its own size."""

    values: Array


class Blocked(NamedTuple):
    """A kernel's result that lies in memory in the blocks of FRACTAL_NZ, whatever layout the tensor had before."""

    values: Array


def storage(tensor: Tensor) -> Array:
    """The view over device memory in its storage type (bfloat16 and 8-bit floats as bits); writes go through."""
    dtype = stored_type(tensor.dtype)
    start, size = tensor.extent()
    if not size:
        return np.empty(tensor.shape, dtype)
    memory = ffi.buffer(ffi.cast("char *", host_address(tensor, start, size)), size)
    offset = tensor.address + tensor.offset * dtype.itemsize - start  # strides may be negative
    strides = [stride * dtype.itemsize for stride in tensor.strides]
    elements: Array = np.ndarray(tensor.shape, dtype, memory, offset, strides)
    return elements


def _plain(tensor: Tensor) -> Array:
    """The stored elements of a tensor in FRACTAL_NZ, as its view shows them."""
    elements = UNPACK["FRACTAL_NZ"](storage(stored(tensor)), plain_shape(tensor))
    return np.swapaxes(elements, -1, -2) if is_swapped(tensor) else elements


def _nibbles(tensor: Tensor) -> Array:
    """The elements of a plain tensor of INT4, as int8: two to a byte, the earlier in its low half."""
    start, size = tensor.extent()
    if not size:
        return np.empty(tensor.shape, np.int8)
    packed = np.frombuffer(ffi.buffer(ffi.cast("char *", host_address(tensor, start, size)), size), np.int8)
    elements = np.stack([packed << 4 >> 4, packed >> 4], axis=-1).reshape(-1)
    first = tensor.offset + 2 * (tensor.address - start)
    return np.lib.stride_tricks.as_strided(elements[first:], tensor.shape, tensor.strides, writeable=False)


def widen(tensor: Tensor) -> Array:
    """The elements as kernels compute with them: 16-bit and 8-bit floats as float32, everything else as it is."""
    if tensor.dtype == INT4:
        return _nibbles(tensor)
    bits = _plain(tensor) if tensor.format == FRACTAL_NZ else storage(tensor)
    if tensor.dtype in NARROW:
        return widened(bits, tensor.dtype)
    return bits.view(np.uint8) != 0 if tensor.dtype == BOOL else bits  # a BOOL may hold any byte


def _stored(values: Array, dtype: DType) -> Array:
    """The values in the storage type; float32 is rounded to a 16-bit or 8-bit type once."""
    if dtype in NARROW:
        return narrowed(values if values.dtype == np.float32 else converted(values, dtype), dtype)
    return values if values.dtype == arithmetic(dtype) else converted(values, dtype)


def _store_found(tensor: Tensor, values: Array) -> None:
    """Writes the elements one after the other and gives the program's tensor their shape."""
    room = Tensor(values.shape, tensor.dtype, contiguous_strides(values.shape), tensor.offset, tensor.format,
                  tensor.storage_shape, tensor.address)  # fmt: skip
    storage(room)[...] = _stored(values, tensor.dtype)
    known = machine().handles.find(tensor.handle, Tensor)
    if known is not None:  # else the program has destroyed it
        known.shape, known.strides = room.shape, room.strides


def store(tensor: Tensor, values: Array | Part | Found | Blocked) -> None:
    """Writes a result, rounding float32 to a 16-bit or 8-bit type once."""
    if isinstance(values, Found):
        _store_found(tensor, values.values)
        return
    if isinstance(values, Blocked):
        blocks = stored(tensor)
        storage(blocks)[...] = PACK["FRACTAL_NZ"](_stored(values.values, tensor.dtype), blocks.shape)
        return
    target = storage(tensor)
    if isinstance(values, Part):
        target.flat[values.positions.reshape(-1)] = _stored(values.values, tensor.dtype).reshape(-1)
    else:
        given = _stored(np.asarray(values), tensor.dtype)
        target[...] = given.reshape(()) if given.size == 1 else given


class _Reader:
    """Turns one argument into what the kernel gets, given the type that the operator computes in."""

    def __init__(self, parameter: Parameter, takes_part: bool) -> None:
        self.field = parameter.field
        self.takes_part = takes_part  # in the derivation of types

    def _tensor(self, tensor: Tensor, compute: DType | None) -> Array:
        values = widen(tensor)
        if compute is None or not self.takes_part or tensor.dtype == compute:
            return values
        return converted(values, compute)

    def _scalar(self, scalar: Scalar, compute: DType | None) -> Any:
        if compute is None:
            return scalar.value
        value = np.asarray(scalar.value, arithmetic(scalar.dtype))
        if self.takes_part or arithmetic(compute).kind in "iub":
            return converted(value, compute)[()]
        return value.astype(arithmetic(compute))[()]  # an attribute reaches the kernel in float32, without rounding

    def __call__(self, value: Any, compute: DType | None) -> Any:
        if isinstance(value, Tensor):
            return self._tensor(value, compute)
        if isinstance(value, Scalar):
            return self._scalar(value, compute)
        if isinstance(value, tuple) and value and isinstance(value[0], (Tensor, Scalar)):
            return tuple(self(element, compute) for element in value)
        return value


@cache
def _readers(operator: Operator) -> tuple[tuple[_Reader, ...], bool]:
    """For what the reference kernel names of the inputs and attributes (all with **); whether it wants `call`."""
    assert operator.reference is not None, f"{operator.c_name} has no kernel"
    asked = signature(operator.reference).parameters
    wants_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in asked.values())
    names = operator.computes.names if operator.computes else ()
    wanted = [p for p in operator.parameters if p.role != "output" and (wants_all or p.field in asked)]
    return tuple(_Reader(p, p.field in names) for p in wanted), "call" in asked


def _results(operator: Operator, arguments: Arguments) -> Sequence[Any]:
    readers, wants_call = _readers(operator)
    compute = arguments.compute
    values = {reader.field: reader(getattr(arguments, reader.field), compute) for reader in readers}
    if wants_call:
        values["call"] = arguments
    kernel: Any = operator.reference
    with np.errstate(all="ignore"):  # infinities and NaNs are results, and no reason to write to stderr
        results = kernel(**values)
    return results if isinstance(results, tuple) and not hasattr(results, "_fields") else (results,)


def run_reference(operator: Operator, arguments: Arguments) -> None:
    """Reads the inputs, calls the operator's numpy kernel, writes what it returns."""
    results = _results(operator, arguments)
    given = operator.gives or arguments.compute
    for parameter, result in zip(operator.outputs, results):
        target = getattr(arguments, parameter.field)
        if target is None or result is None:
            continue
        pairs = [(target, result)] if isinstance(target, Tensor) else list(zip(target, result))
        for tensor, values in pairs:
            if given in NARROW and tensor.dtype != given:
                values = converted(np.asarray(values), given)  # the device casts what it has rounded
            store(tensor, values)
