"""Calls operators with numpy arrays, by the fields of their declarations, for tests that need no torch.

A tensor is given as a pair of its type ("f16") and its elements, or its shape where they do not matter; a third value
is how many elements apart those of a row lie in memory.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from harness import CODES, STORAGE, Array, DeviceTensor, Session
from values import narrowed, widened

from aclnn.catalogue import catalogue
from aclnn.declare import Operator, Parameter

OPERATORS = {operator.name: operator for operator in catalogue()}
_GARBAGE = 7  # in every element of an output before the call


def _bits(short: str, elements: Any) -> Array:
    if isinstance(elements, tuple):
        elements = np.full(elements, 1 if short == "bool" else _GARBAGE)
    given = np.asarray(elements)
    return narrowed(given, short) if short in ("f16", "bf16") else given.astype(STORAGE[short])


def given(short: str, values: Any) -> Array:
    """The values as float64, as the type holds them."""
    return widened(_bits(short, np.asarray(values)), short)


def _host_value(session: Session, parameter: Parameter, value: Any) -> Any:
    makers = {
        "aclScalar *": lambda: session.scalar(*value),
        "aclIntArray *": lambda: session.int_array(value),
        "aclFloatArray *": lambda: session.float_array(value),
        "aclBoolArray *": lambda: session.bool_array(value),
        "char *": lambda: ctypes.c_char_p(value.encode()),
        "double": lambda: ctypes.c_double(value),
        "float": lambda: ctypes.c_float(value),
        "aclDataType": lambda: ctypes.c_int(CODES[value]),
    }
    return makers.get(parameter.bare_type, lambda: ctypes.c_int64(value))()


def _tensor(session: Session, short: str, elements: Any, step: int = 1) -> DeviceTensor:
    bits = _bits(short, elements)
    if step == 1:
        # The shape by itself: numpy's copies of numbers have a dimension.
        return session.tensor(bits, short, bits.shape)
    spread = np.repeat(bits, step, axis=-1)
    strides = [stride // bits.itemsize for stride in spread.strides]
    spread[..., 1::step] = _GARBAGE
    return session.tensor(spread, short, bits.shape, [*strides[:-1], step])


def _argument(session: Session, parameter: Parameter, value: Any) -> Any:
    if value is None:
        return None
    if parameter.is_tensor:
        return _tensor(session, *value)
    if parameter.is_list:
        return session.tensor_list([v and _tensor(session, *v) for v in value])
    return _host_value(session, parameter, value)


def arguments_of(session: Session, operator: Operator, values: dict[str, Any]) -> list[Any]:
    """What the C function takes, in order."""
    fields = {parameter.field for parameter in operator.parameters}
    assert set(values) <= fields, f"{operator.name} has no {sorted(set(values) - fields)}, it has {sorted(fields)}"
    return [_argument(session, parameter, values.get(parameter.field)) for parameter in operator.parameters]


def refusal(session: Session, name: str, **values: Any) -> tuple[int, str]:
    """Status and message of phase one."""
    operator = OPERATORS[name]
    status = session.plan(operator.c_name, *arguments_of(session, operator, values))[0]
    return status, session.message()


def assert_accepted(session: Session, name: str, /, **values: Any) -> None:
    """Phase one succeeds."""
    status, message = refusal(session, name, **values)
    assert status == 0, message


def assert_refused(session: Session, name: str, parameter: str, status: int = 161002, /, **values: Any) -> None:
    """Phase one answers the status with a message about the parameter; about none, it succeeds."""
    found, message = refusal(session, name, **values)
    assert found == (status if parameter else 0), message
    assert not parameter or f"Parameter {parameter} " in message


def results(session: Session, name: str, **values: Any) -> list[Array | None]:
    """Both phases; the stored elements of every output, None for one that is null."""
    operator = OPERATORS[name]
    arguments = arguments_of(session, operator, values)
    session.run(operator.c_name, *arguments)
    pairs = zip(operator.parameters, arguments)
    outputs = [argument for parameter, argument in pairs if parameter.is_written]
    return [session.read(output) if isinstance(output, DeviceTensor) else None for output in outputs]
