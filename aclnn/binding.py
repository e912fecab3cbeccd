"""What the 64-bit slots of a call hold, by the operator's declaration: handles become tensors and host values."""

from __future__ import annotations

from struct import pack, unpack

from acl_sim.machine import machine
from acl_sim.messages import aclnn_null
from acl_sim.outputs import read_text
from aclnn.containers import (
    Array,
    BoolArray,
    FloatArray,
    IntArray,
    Scalar,
    ScalarList,
    TensorList,
    find_container,
)  # fmt: skip
from aclnn.declare import Arguments, Operator, Parameter
from aclnn.dtypes import dtype_of
from aclnn.tensor import Tensor
from aclnn.tensor_entries import find_tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    _Read = Callable[[int, str], Any]


def _scalar(slot: int, name: str) -> Scalar:
    return find_container(Scalar, slot, name)


def _array(kind: type[Array]) -> _Read:
    return lambda slot, name: find_container(kind, slot, name).values


def _tensors(slot: int, name: str) -> tuple[Tensor | None, ...]:
    handles = find_container(TensorList, slot, name).handles
    return tuple(find_tensor(handle, f"{name}[{i}]") if handle else None for i, handle in enumerate(handles))


def _scalars(slot: int, name: str) -> tuple[Scalar, ...]:
    handles = find_container(ScalarList, slot, name).handles
    return tuple(find_container(Scalar, handle, f"{name}[{i}]") for i, handle in enumerate(handles))


def _text(slot: int, name: str) -> str:
    return read_text(name, slot)


_POINTERS: dict[str, _Read] = {
    "aclTensor *": find_tensor,
    "aclTensorList *": _tensors,
    "aclScalar *": _scalar,
    "aclScalarList *": _scalars,
    "aclIntArray *": _array(IntArray),
    "aclFloatArray *": _array(FloatArray),
    "aclBoolArray *": _array(BoolArray),
    "char *": _text,
}
_VALUES: dict[str, _Read] = {
    "double": lambda slot, name: unpack("<d", pack("<q", slot))[0],
    "float": lambda slot, name: unpack("<d", pack("<q", slot))[0],
    "bool": lambda slot, name: bool(slot),
    "aclDataType": lambda slot, name: dtype_of(slot),
}


def _plain(slot: int, name: str) -> int:
    return slot


_known: dict[Operator, tuple[tuple[Parameter, _Read], ...]] = {}


def _readers(operator: Operator) -> tuple[tuple[Parameter, _Read], ...]:
    if operator not in _known:
        tables = ((p, _POINTERS if p.is_pointer else _VALUES) for p in operator.parameters)
        _known[operator] = tuple((p, table.get(p.bare_type, _plain)) for p, table in tables)
    return _known[operator]


def bind(operator: Operator, slots: Sequence[int]) -> Arguments:
    """The arguments behind the slots. Raises 161001 for a null one that is required, 161002 for a wrong handle."""
    readers = _readers(operator)
    for (parameter, _), slot in zip(readers, slots):
        if not slot and parameter.is_pointer and parameter.required:
            raise aclnn_null(parameter.name)
    values = {
        parameter.field: read(slot, parameter.name) if slot or not parameter.is_pointer else None
        for (parameter, read), slot in zip(readers, slots)
    }
    return arguments_of(operator, values, machine().product.family)


def arguments_of(operator: Operator, values: dict[str, Any], family: str) -> Arguments:
    """The arguments by their fields; in an in-place form one tensor goes by two."""
    for alias, field in operator.aliases.items():
        values[alias] = values[field]
    return Arguments(values, family)
