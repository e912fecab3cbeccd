"""Phase one's checks, from the declaration: null pointers, products, formats, types, then the operator's limits."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack, unpack
from typing import Any

from acl_sim.machine import machine
from acl_sim.messages import aclnn_invalid, aclnn_null
from acl_sim.outputs import read_text
from aclnn import formats
from aclnn.containers import IntArray, find_container
from aclnn.declare import Arguments, Operator, Parameter
from aclnn.tensor import Tensor
from aclnn.tensor_entries import find_tensor


def _value(parameter: Parameter, slot: int) -> Any:
    """What a 64-bit slot of the C wrapper holds."""
    if parameter.is_pointer and not slot:
        return None
    if parameter.is_tensor:
        return find_tensor(slot, parameter.name)
    if parameter.c_type == "const aclIntArray *":
        return find_container(IntArray, slot, parameter.name).values
    if parameter.c_type == "char *":
        return read_text(parameter.name, slot)
    if parameter.c_type in ("double", "float"):
        return unpack("<d", pack("<q", slot))[0]
    return bool(slot) if parameter.c_type == "bool" else slot


def _check_nulls(operator: Operator, slots: Sequence[int]) -> None:
    for parameter, slot in zip(operator.parameters, slots):
        if parameter.is_pointer and parameter.required and not slot:
            raise aclnn_null(parameter.name)


def _given(operator: Operator, arguments: Arguments) -> list[tuple[Parameter, Tensor]]:
    pairs = [(p, getattr(arguments, p.name)) for p in operator.parameters if p.is_tensor]
    return [(parameter, tensor) for parameter, tensor in pairs if tensor is not None]


def _check_tensors(operator: Operator, arguments: Arguments) -> None:
    tensors = _given(operator, arguments)
    for parameter, tensor in tensors:
        if tensor.format not in formats.PLAIN:
            raise aclnn_invalid(parameter.name, formats.name_of(tensor.format), "must have format ND")
    for parameter, tensor in tensors:
        if parameter.dtypes and tensor.dtype not in parameter.dtypes:
            names = ", ".join(dtype.name for dtype in parameter.dtypes)
            raise aclnn_invalid(parameter.name, tensor.dtype, f"must have one of the data types {names}")
    for parameter, tensor in tensors:
        wanted = getattr(arguments, parameter.like).dtype if parameter.like else tensor.dtype
        if tensor.dtype != wanted:
            raise aclnn_invalid(parameter.name, tensor.dtype, f"must have the data type of {parameter.like}, {wanted}")


def bind(operator: Operator, slots: Sequence[int]) -> Arguments:
    """The arguments behind the slots. Raises 161001 for a null one that is required, 161002 for a wrong handle."""
    _check_nulls(operator, slots)
    values = {p.name: _value(p, slot) for p, slot in zip(operator.parameters, slots)}
    return Arguments(values, machine().product.family)


def admit(operator: Operator, arguments: Arguments) -> bool:
    """Checks everything after null pointers, in the documented order; False when there is nothing to compute.

    Raises a Refusal with the documented status and a message of parameter, value and expectation.
    """
    if arguments.family not in operator.families:
        raise aclnn_invalid(
            "product", machine().product.name, f"must be one of {operator.families}", operator.unsupported
        )
    _check_tensors(operator, arguments)
    if operator.is_empty(arguments):
        return False
    for limit in operator.limits:
        if arguments.family in limit.families and not limit.holds(arguments):
            value = getattr(arguments, limit.parameter)
            raise aclnn_invalid(limit.parameter, value, limit.sentence, limit.status)
    return True
