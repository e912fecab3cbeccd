"""aclScalar, the arrays and the lists: host values that a program wraps in handles.

A second destroy does nothing and null is no error: some public programs destroy a tensor both through its list and
on its own.
"""

from __future__ import annotations

from acl_sim.entry import entry
from acl_sim.machine import machine
from acl_sim.messages import Refusal, aclnn_invalid, aclnn_null
from acl_sim.outputs import put, read_array, read_bytes
from aclnn.dtypes import DType, dtype_of
from aclnn.numbers import Number, decode
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from acl_sim.handles import Handled

    Found = TypeVar("Found", bound=Handled)


class Scalar:
    """One value on the host, kept as its bytes."""

    def __init__(self, data: bytes, dtype: DType) -> None:
        self.data = data
        self.dtype = dtype
        self.handle = machine().handles.add(self)

    @property
    def value(self) -> Number:
        """The number that it holds."""
        return decode(self.data, self.dtype)

    def __str__(self) -> str:
        return f"{self.dtype} {self.value}"


class Array:
    """Values on the host; one class for each C type, so that a wrong handle is recognised."""

    code = ""  # of the struct module

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values
        self.handle = machine().handles.add(self)


class IntArray(Array):
    code = "q"


class FloatArray(Array):
    code = "f"


class BoolArray(Array):
    code = "B"

    def __init__(self, values: tuple[int, ...]) -> None:
        super().__init__(tuple(map(bool, values)))


class HandleList:
    """A list that owns its elements: destroying it destroys them."""

    element: type[Tensor] | type[Scalar]

    def __init__(self, handles: tuple[int, ...]) -> None:
        self.handles = handles
        self.handle = machine().handles.add(self)


class TensorList(HandleList):
    element = Tensor


class ScalarList(HandleList):
    element = Scalar


def _refuse(parameter: str, value: object, expected: str) -> Refusal:
    return aclnn_invalid(parameter, value, f"must be {expected}")


def _create_array(kind: type[Array], value: int, size: int) -> int:
    count = size if value else 0  # a null pointer is an empty array, whatever its size
    return kind(read_array("value", value, count, kind.code, _refuse)).handle


def _create_list(kind: type[HandleList], value: int, size: int) -> int:
    return kind(read_array("value", value, size if value else 0, "Q", _refuse)).handle


def _destroy(kind: type[Any], handle: int) -> None:
    thing = machine().handles.find(handle, kind)
    if thing is None:
        return
    machine().handles.remove(thing)
    for element in getattr(thing, "handles", ()):
        _destroy(thing.element, element)


def find_container(kind: type[Found], handle: int, parameter: str) -> Found:
    """The array, list or scalar of a handle, or a Refusal (161002)."""
    thing = machine().handles.find(handle, kind)
    if thing is None:
        raise aclnn_invalid(parameter, machine().handles.describe(handle), f"must be a live acl{kind.__name__}")
    return thing


def _count(kind: type[Array] | type[HandleList], parameter: str, handle: int, out: int) -> None:
    thing = find_container(kind, handle, parameter)
    put("size", out, len(thing.values if isinstance(thing, Array) else thing.handles))


@entry(failed=0)
def aclCreateScalar(value: int, dataType: int) -> int:
    if not value:
        raise aclnn_null("value")
    dtype = dtype_of(dataType)
    return Scalar(read_bytes("value", value, dtype.bytes_of(1), _refuse), dtype).handle


@entry
def aclDestroyScalar(scalar: int) -> None:
    _destroy(Scalar, scalar)


@entry(failed=0)
def aclCreateIntArray(value: int, size: int) -> int:
    return _create_array(IntArray, value, size)


@entry(failed=0)
def aclCreateFloatArray(value: int, size: int) -> int:
    return _create_array(FloatArray, value, size)


@entry(failed=0)
def aclCreateBoolArray(value: int, size: int) -> int:
    return _create_array(BoolArray, value, size)


@entry
def aclDestroyIntArray(array: int) -> None:
    _destroy(IntArray, array)


@entry
def aclDestroyFloatArray(array: int) -> None:
    _destroy(FloatArray, array)


@entry
def aclDestroyBoolArray(array: int) -> None:
    _destroy(BoolArray, array)


@entry(nonnull=("array", "size"), null=aclnn_null)
def aclGetIntArraySize(array: int, size: int) -> None:
    _count(IntArray, "array", array, size)


@entry(nonnull=("array", "size"), null=aclnn_null)
def aclGetFloatArraySize(array: int, size: int) -> None:
    _count(FloatArray, "array", array, size)


@entry(nonnull=("array", "size"), null=aclnn_null)
def aclGetBoolArraySize(array: int, size: int) -> None:
    _count(BoolArray, "array", array, size)


@entry(failed=0)
def aclCreateTensorList(value: int, size: int) -> int:
    return _create_list(TensorList, value, size)


@entry(failed=0)
def aclCreateScalarList(value: int, size: int) -> int:
    return _create_list(ScalarList, value, size)


@entry
def aclDestroyTensorList(array: int) -> None:
    _destroy(TensorList, array)


@entry
def aclDestroyScalarList(array: int) -> None:
    _destroy(ScalarList, array)


@entry(nonnull=("tensorList", "size"), null=aclnn_null)
def aclGetTensorListSize(tensorList: int, size: int) -> None:
    _count(TensorList, "tensorList", tensorList, size)


@entry(nonnull=("scalarList", "size"), null=aclnn_null)
def aclGetScalarListSize(scalarList: int, size: int) -> None:
    _count(ScalarList, "scalarList", scalarList, size)
