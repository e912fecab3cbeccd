"""Operators for surfaces that are no C: arguments by name, results in new tensors, work queued on a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from struct import pack
from typing import Any

from acl_sim import call_counts
from acl_sim.machine import machine
from acl_sim.messages import aclnn_null
from acl_sim.stream import Stream
from acl_sim.toolkit import prefix
from aclnn.admission import admit
from aclnn.binding import arguments_of
from aclnn.catalogue import catalogue
from aclnn.containers import Scalar
from aclnn.declare import Arguments, Operator, Parameter
from aclnn.dtypes import DOUBLE, INT64, DType
from aclnn.executor import OperatorTask
from aclnn.tensor import Tensor

Allocate = Callable[[tuple[int, ...], DType], Tensor]


@cache
def find_operator(name: str) -> Operator | None:
    """The operator of a name without the aclnn prefix."""
    return next((operator for operator in catalogue() if operator.name == name), None)


@cache
def _function_number(c_name: str) -> int:
    return call_counts.function_names(prefix()).index(c_name)


def scalar(value: float | int | bool) -> Scalar:
    """A number as programs hand it over: integers as INT64, everything else as DOUBLE."""
    whole = isinstance(value, int)
    made = Scalar(pack("<q" if whole else "<d", value), INT64 if whole else DOUBLE)
    machine().handles.remove(made)
    return made


def result_dtype(operator: Operator, parameter: Parameter, arguments: Arguments) -> DType:
    """The element type of an output as the declaration has it: that of another tensor, its own, or the computed one."""
    if parameter.like:
        dtype: DType = getattr(arguments, parameter.like).dtype
        return dtype
    if len(parameter.dtypes) == 1:
        return parameter.dtypes[0]
    if operator.gives is not None:
        return operator.gives
    if operator.computes is not None:
        return operator.computes.of(arguments)
    return _first(operator, arguments).dtype


def result_shape(operator: Operator, parameter: Parameter, arguments: Arguments) -> tuple[int, ...]:
    """The shape of an output: by its rule, else that of the tensor whose type it shares or of the first input."""
    if parameter.shape is not None:
        return parameter.shape.of(arguments)
    if parameter.like:
        shape: tuple[int, ...] = getattr(arguments, parameter.like).shape
        return shape
    return _first(operator, arguments).shape


def _first(operator: Operator, arguments: Arguments) -> Tensor:
    given = (getattr(arguments, p.field) for p in operator.parameters if p.role == "input")
    return next(value for value in given if isinstance(value, Tensor))


def launch(
    operator: Operator,
    fields: Mapping[str, Any],
    stream: Stream,
    allocate: Allocate,
    dtypes: Mapping[str, DType],
    wanted: int = 1,
) -> list[Tensor]:
    """Plans and queues an operator; its outputs, in order, are new tensors unless `fields` has them.

    wanted: how many outputs there are to be, when some are optional.

    fields: tensors, scalars, numbers and tuples by the operator's fields; missing ones are null. dtypes: of outputs
    whose type the declaration does not derive. Raises the Refusal of phase one.
    """
    values = {parameter.field: fields.get(parameter.field) for parameter in operator.parameters}
    arguments = arguments_of(operator, values, machine().product.family)
    for place, parameter in enumerate(operator.outputs):
        if values[parameter.field] is None and (parameter.required or place < wanted):
            values[parameter.field] = allocate(
                result_shape(operator, parameter, arguments),
                dtypes.get(parameter.field) or result_dtype(operator, parameter, arguments),
            )
    for parameter in operator.parameters:
        if parameter.required and values[parameter.field] is None:
            raise aclnn_null(parameter.name)
    arguments = arguments_of(operator, values, machine().product.family)
    if admit(operator, arguments):
        stream.submit(OperatorTask(operator, _function_number(operator.c_name), arguments, (0, 0)))
    results = (getattr(arguments, parameter.field) for parameter in operator.outputs)
    return [tensor for tensor in results if tensor is not None]
