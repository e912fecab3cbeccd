"""Operators of two tensors, or a tensor and a scalar, against torch in float64, over drawn shapes, views and types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, OPERATORS, Call, assert_close, draw, needs_torch, torch

from aclnn.declare import Operator

pytestmark = needs_torch

FLOATS = ("f32", "f16", "bf16", "f64")
INTEGERS = ("i8", "i16", "i32", "i64", "u8")
COMPLEX = ("c64", "c128")
NUMBERS = (*FLOATS, *INTEGERS)
BASIC = (*NUMBERS, "bool")
WHOLE = (*INTEGERS, "bool")
MODULO = (*FLOATS, "i32", "i64", "i8", "u8")


class Row(NamedTuple):
    """An operator, the torch function, the types that may meet, how close floats must be, constant attributes.

    nonzero: no operand is 0. positive: none is negative.
    """

    name: str
    function: Callable[..., Any]
    types: tuple[str, ...]
    ulps: float = 0.5
    attributes: dict[str, Any] = {}  # noqa: RUF012  # never written
    nonzero: bool = False
    positive: bool = False


def _rows() -> list[Row]:
    if torch is None:
        return []
    return [
        Row("Add", lambda a, b: a + 2 * b, (*NUMBERS, *COMPLEX), 1.0, {"alpha": 2}),
        Row("Add", torch.add, BASIC, 1.0, {"alpha": 1}),
        Row("Sub", lambda a, b: a - 3 * b, (*NUMBERS, *COMPLEX), 1.0, {"alpha": 3}),
        Row("Rsub", lambda a, b: b - 3 * a, (*NUMBERS, *COMPLEX), 1.0, {"alpha": 3}),
        Row("Mul", torch.mul, (*BASIC, *COMPLEX), 1.0),
        Row("Div", torch.div, (*BASIC, *COMPLEX), 2.0, nonzero=True),
        Row("DivMod", torch.div, NUMBERS, 2.0, {"mode": 0}, nonzero=True),
        Row("DivMod", lambda a, b: torch.div(a, b, rounding_mode="trunc"), (*INTEGERS, "f32"), 2.0, {"mode": 1}, True),
        Row("DivMod", lambda a, b: torch.div(a, b, rounding_mode="floor"), (*INTEGERS, "f32"), 2.0, {"mode": 2}, True),
        Row("FloorDivide", torch.floor_divide, (*INTEGERS, "f32", "f64"), nonzero=True),
        # Without i8: with u8 it derives INT16, which the operator has no result of.
        Row("FmodTensor", torch.fmod, tuple(t for t in MODULO if t != "i8"), 2.0, nonzero=True),
        Row("RemainderTensorTensor", torch.remainder, (*MODULO, "i16"), 2.0, nonzero=True),
        Row("PowTensorTensor", torch.pow, NUMBERS, 4.0, nonzero=True, positive=True),
        Row("Maximum", torch.maximum, BASIC),
        Row("Minimum", torch.minimum, BASIC),
        Row("Atan2", torch.atan2, BASIC, 3.0),
        Row("XLogYTensor", torch.xlogy, BASIC, 3.0, positive=True),
        Row("LogAddExp", torch.logaddexp, (*FLOATS[:3],), 3.0),
        Row("LogAddExp2", torch.logaddexp2, (*FLOATS[:3],), 3.0),
        Row("Gcd", torch.gcd, INTEGERS),
        Row("BitwiseAndTensor", torch.bitwise_and, WHOLE),
        Row("BitwiseOrTensor", torch.bitwise_or, WHOLE),
        Row("BitwiseXorTensor", torch.bitwise_xor, WHOLE),
        Row("LogicalAnd", torch.logical_and, (*BASIC, *COMPLEX)),
        Row("LogicalOr", torch.logical_or, (*BASIC, *COMPLEX)),
        Row("LogicalXor", torch.logical_xor, (*BASIC, *COMPLEX)),
        Row("EqTensor", torch.eq, (*BASIC, *COMPLEX)),
        Row("NeTensor", torch.ne, (*BASIC, *COMPLEX)),
        Row("GtTensor", torch.gt, BASIC),
        Row("GeTensor", torch.ge, BASIC),
        Row("LtTensor", torch.lt, BASIC),
        Row("LeTensor", torch.le, BASIC),
    ]


ROWS = _rows()
IDS = [f"{row.name}-{'-'.join(map(str, row.attributes.values()))}" for row in ROWS]
DRAWN = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _exact(row: Row, operands: list[Any], promoted: Any) -> Any:
    """In float64 where the result is a real float, else in the type itself."""
    operands = [operand.to(promoted) for operand in operands]
    result = row.function(*operands)
    if result.dtype == torch.complex64:
        return row.function(*(operand.to(torch.complex128) for operand in operands))
    if result.dtype.is_floating_point:
        return row.function(*(operand.double() for operand in operands))
    return result


def _shapes(data: st.DataObject) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """The full shape, and two that are broadcast to it."""
    full = tuple(data.draw(st.lists(st.integers(1, 4), max_size=4), label="shape"))
    shapes = []
    for _ in range(2):
        kept = [data.draw(st.sampled_from([length, 1])) for length in full]
        shapes.append(tuple(kept[data.draw(st.integers(0, len(kept))) :]))
    return np.broadcast_shapes(*shapes), *shapes


def _operand(rng: np.random.Generator, shape: tuple[int, ...], short: str, row: Row) -> Any:
    values = draw(rng, shape, DTYPES[short], 0 if row.positive else -5, 5)
    return torch.where(values == 0, torch.ones_like(values), values) if row.nonzero else values


def _compare(result: Any, row: Row, operands: list[Any], promoted: Any) -> None:
    assert_close(result, _exact(row, operands, promoted), row.ulps, 1e-6)


def _result_type(row: Row, promoted: Any) -> Any:
    one = torch.ones(1, dtype=promoted)
    return row.function(one, one).dtype


@pytest.mark.parametrize("row", ROWS, ids=IDS)
@DRAWN
@given(data=st.data())
def test_tensors(session: Session, row: Row, data: st.DataObject) -> None:
    full, first, second = _shapes(data)
    types = [data.draw(st.sampled_from(row.types)) for _ in range(2)]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    left, right = (_operand(rng, shape, short, row) for shape, short in zip((first, second), types))
    promoted = torch.promote_types(left.dtype, right.dtype)
    operator = OPERATORS[row.name]
    values = dict(zip([p.field for p in operator.parameters], (left, right)))
    out = torch.empty(full, dtype=_result_type(row, promoted))
    _compare(Call(session, row.name, rng, **values, out=out, **row.attributes).run(), row, [left, right], promoted)


def _forms() -> list[Any]:
    return [
        pytest.param(row, form, id=f"{form.name}-{name}")
        for row, name in zip(ROWS, IDS)
        for form in OPERATORS[row.name].forms
    ]


@pytest.mark.parametrize(("row", "form"), _forms())
@DRAWN
@given(data=st.data())
def test_forms(session: Session, row: Row, form: Operator, data: st.DataObject) -> None:
    """In place and with a scalar, whose value torch_npu hands over as double, int64 or bool."""
    short = data.draw(st.sampled_from([t for t in row.types if t not in COMPLEX]))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    first, second = form.parameters[:2]
    kind = bool if short == "bool" else int if short in INTEGERS else float
    number = kind(data.draw(st.sampled_from([1, 2, 4])))  # exact in all types
    values: dict[str, Any] = {}
    operands = []
    for parameter in (first, second):
        tensor = _operand(rng, (2, 3), short, row)
        values[parameter.field] = number if parameter.is_scalar else tensor
        operands.append(torch.full((2, 3), number, dtype=DTYPES[short]) if parameter.is_scalar else tensor)
    promoted = DTYPES[short]
    result_type = _result_type(row, promoted)
    if form.outputs[0].role == "output":
        values["out"] = torch.empty(2, 3, dtype=result_type)
    elif row.name in ("Div", "DivMod", "Atan2", "XLogYTensor") and not promoted.is_floating_point:
        return  # the quotient of integers does not fit in place
    result = Call(session, form.name, rng, **values, **row.attributes).run()
    _compare(result, row, operands, promoted)


def test_no_derived_type(session: Session) -> None:
    mixed = {"self": torch.zeros(2, dtype=torch.uint16), "other": torch.zeros(2, dtype=torch.int32)}
    assert Call(session, "BitwiseAndTensor", **mixed, out=torch.empty(2, dtype=torch.int32)).plan() == 161002
    assert "derives" in session.message()


def test_no_broadcast(session: Session) -> None:
    call = Call(session, "Add", self=torch.zeros(2, 3), other=torch.zeros(2), alpha=1, out=torch.empty(2, 3))
    assert call.plan() == 161002
    assert "Parameter other must have a shape that can be broadcast with FLOAT[2, 3]" in session.message()


def test_result_that_cannot_be_stored(session: Session) -> None:
    call = Call(session, "Add", self=torch.zeros(2), other=torch.zeros(2), alpha=1, out=torch.empty(2).bool())
    assert call.plan() == 161002
    assert "Parameter out" in session.message()


def test_a_float_is_no_integer(session: Session) -> None:
    whole = torch.zeros(2, dtype=torch.int32)
    call = Call(session, "Add", self=torch.zeros(2), other=torch.zeros(2), alpha=1, out=whole)
    assert call.plan() == 161002
    assert Call(session, "InplaceAdd", self=whole, other=torch.zeros(2), alpha=1).plan() == 161002
    assert Call(session, "Add", self=whole, other=whole, alpha=0.5, out=whole).plan() == 161002
    assert "Parameter alpha" in session.message()


@pytest.mark.parametrize(("product", "status"), [("A2", 0), ("950", 161002)])
def test_quotient_of_integers(session: Session, status: int) -> None:
    """Computed in FLOAT, and stored as an integer where the product does that."""
    seven, two = torch.tensor([7, -7]), torch.tensor([2, 2])
    call = Call(session, "Div", self=seven, other=two, out=torch.empty(2, dtype=torch.int64))
    assert call.plan() == status
    if status == 0:
        assert call.run().tolist() == [3, -3]


def test_in_place_does_not_grow(session: Session) -> None:
    assert Call(session, "InplaceAdd", self=torch.zeros(3), other=torch.zeros(2, 3), alpha=1).plan() == 161002
    assert "Parameter selfRef must have the shape [2, 3]" in session.message()


@pytest.mark.parametrize(("product", "exact"), [("A2", False), ("950", True)])
def test_scalars_beside_16_bits(session: Session, exact: bool) -> None:
    """A2 rounds 0.1 to FLOAT16 before it adds; 950 computes in FLOAT."""
    values = torch.tensor([0.0, 1.0, 1000.0], dtype=torch.float16)
    result = Call(session, "Adds", self=values, other=0.1, alpha=1, out=torch.empty(3)).run()
    number = torch.tensor(0.1) if exact else torch.tensor(0.1).half().float()
    sum_ = values.float() + number
    assert_close(result, sum_ if exact else sum_.half().float(), 0)
