"""What every operator refuses because its declaration says so: null pointers, types, formats, products."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from harness import CODES, STORAGE, DeviceTensor, Session

from aclnn.catalogue import catalogue
from aclnn.declare import Operator, Parameter
from aclnn.dtypes import DOUBLE, INT8, UINT1, DType
from aclnn.formats import FRACTAL_NZ

OPERATORS = {operator.name: operator for operator in catalogue()}
NAMES = {code: name for name, code in CODES.items()}
WRONG_STATUS, NULL_STATUS = 161002, 161001


def _tensors(operator: Operator, required: bool = False) -> list[Parameter]:
    return [p for p in operator.parameters if (p.is_tensor or p.is_list) and (p.required or not required)]


def _cases(required: bool = False) -> Iterator[Any]:
    for operator in OPERATORS.values():
        for parameter in _tensors(operator, required):
            yield pytest.param(operator, parameter, operator.families[0], id=f"{operator.name}-{parameter.name}")


def _dtypes(operator: Operator, parameter: Parameter) -> tuple[DType, ...]:
    """The types that the declaration allows."""
    return parameter.dtypes or operator.parameter(parameter.like).dtypes


def _accepted(operator: Operator, parameter: Parameter) -> str:
    """A type that the declaration allows, by the harness's name."""
    return NAMES[_dtypes(operator, parameter)[0].code]


def _tensor(session: Session, dtype: str, format: str = "ND") -> DeviceTensor:
    return session.tensor(np.zeros((2, 2, 2, 2), STORAGE[dtype]), dtype, format=format)


_HOST_VALUES = {
    "aclIntArray *": lambda session: session.int_array([1, 1, 1]),
    "aclFloatArray *": lambda session: session.float_array([1, 1, 1]),
    "aclBoolArray *": lambda session: session.bool_array([True, True, True]),
    "aclScalar *": lambda session: session.scalar(1, "f32"),
    "aclScalarList *": lambda session: session.scalar_list([session.scalar(1, "f32")]),
    "char *": lambda session: ctypes.c_char_p(b"none"),
}


def _argument(session: Session, operator: Operator, parameter: Parameter) -> Any:
    """Something that is right as far as the declaration alone can tell."""
    if parameter.is_tensor or parameter.is_list:
        tensor = _tensor(session, _accepted(operator, parameter))
        return session.tensor_list([tensor]) if parameter.is_list else tensor
    if parameter.required and parameter.bare_type in _HOST_VALUES:
        return _HOST_VALUES[parameter.bare_type](session)
    return {"double": ctypes.c_double, "float": ctypes.c_float}.get(parameter.bare_type, ctypes.c_int64)(0)


def _call(session: Session, operator: Operator, changed: dict[str, Any]) -> int:
    def value(parameter: Parameter) -> Any:
        return changed[parameter.name] if parameter.name in changed else _argument(session, operator, parameter)

    status, _, _ = session.plan(operator.c_name, *map(value, operator.parameters))
    return status


@pytest.mark.parametrize(("operator", "parameter", "product"), list(_cases(required=True)))
def test_null_tensor(session: Session, operator: Operator, parameter: Parameter) -> None:
    assert _call(session, operator, {parameter.name: None}) == NULL_STATUS
    assert f"Parameter {parameter.name} is a null pointer" in session.message()


def _changed(session: Session, parameter: Parameter, tensor: DeviceTensor) -> dict[str, Any]:
    return {parameter.name: session.tensor_list([tensor]) if parameter.is_list else tensor}


@pytest.mark.parametrize(("operator", "parameter", "product"), list(_cases()))
def test_wrong_type(session: Session, operator: Operator, parameter: Parameter) -> None:
    dtype = next(dtype for dtype in (INT8, DOUBLE, UINT1) if dtype not in _dtypes(operator, parameter))
    wrong = _tensor(session, NAMES[dtype.code])
    assert _call(session, operator, _changed(session, parameter, wrong)) == WRONG_STATUS
    message = session.message()
    assert f"Parameter {parameter.name}" in message
    assert dtype.name in message


@pytest.mark.parametrize(("operator", "parameter", "product"), list(_cases()))
def test_private_format(session: Session, operator: Operator, parameter: Parameter) -> None:
    private = "NC1HWC0" if FRACTAL_NZ in parameter.formats else "FRACTAL_NZ"
    wrong = _tensor(session, _accepted(operator, parameter), private)
    assert _call(session, operator, _changed(session, parameter, wrong)) == WRONG_STATUS
    assert private in session.message()


@pytest.mark.parametrize(("operator", "parameter", "product"), list(_cases()))
def test_destroyed_tensor(session: Session, operator: Operator, parameter: Parameter) -> None:
    gone = _tensor(session, _accepted(operator, parameter))
    changed = _changed(session, parameter, gone)
    session.acl.aclDestroyTensor(ctypes.c_void_p(gone.handle))
    assert _call(session, operator, changed) == WRONG_STATUS
    assert "a destroyed handle" in session.message()


@pytest.mark.parametrize(
    ("operator", "parameter", "product"),
    [
        pytest.param(operator, parameter, operator.families[0], id=f"{operator.name}-{parameter.name}")
        for operator in OPERATORS.values()
        for parameter in operator.parameters
        if parameter.is_pointer and parameter.required and not (parameter.is_tensor or parameter.is_list)
    ],
)
def test_null_host_value(session: Session, operator: Operator, parameter: Parameter) -> None:
    assert _call(session, operator, {parameter.name: None}) == NULL_STATUS
    assert f"Parameter {parameter.name} is a null pointer" in session.message()


@pytest.mark.parametrize(
    ("operator", "product"), [pytest.param(op, op.families[0], id=name) for name, op in OPERATORS.items()]
)
@pytest.mark.parametrize("missing", ["workspaceSize", "executor"])
def test_null_result_pointer(session: Session, operator: Operator, missing: str) -> None:
    arguments = [_argument(session, operator, parameter) for parameter in operator.parameters]
    plain = [ctypes.c_void_p(a.handle) if isinstance(a, DeviceTensor) else a for a in arguments]
    size, executor = ctypes.c_uint64(), ctypes.c_void_p()
    results = [None if missing == "workspaceSize" else ctypes.byref(size)]
    results.append(None if missing == "executor" else ctypes.byref(executor))
    assert getattr(session.acl, f"{operator.c_name}GetWorkspaceSize")(*plain, *results) == NULL_STATUS
    assert f"Parameter {missing} is a null pointer" in session.message()


@pytest.mark.parametrize("operator", list(OPERATORS.values()), ids=list(OPERATORS))
def test_second_phase(session: Session, operator: Operator) -> None:
    phase_two = getattr(session.acl, operator.c_name)
    assert phase_two(None, ctypes.c_uint64(0), None, session.stream) == NULL_STATUS
    assert "executor" in session.message()
    assert phase_two(None, ctypes.c_uint64(0), ctypes.c_void_p(0x1234567), session.stream) == 561000
    assert "0x1234567" in session.message()
