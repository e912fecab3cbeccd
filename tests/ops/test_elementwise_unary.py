"""Operators of one tensor against torch in float64, over drawn shapes, views and types, and in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, OPERATORS, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

FLOATS = ("f32", "f16", "bf16", "f64")
INTEGERS = ("i8", "i16", "i32", "i64", "u8")
COMPLEX = ("c64", "c128")


class Row(NamedTuple):
    """An operator, the torch function, the types, the range of inputs, and how close floats must be.

    slack: what float32 may lose where the function passes through 0.
    """

    name: str
    function: Callable[..., Any]
    types: tuple[str, ...] = (*FLOATS, *INTEGERS, "bool")
    low: float = -4
    high: float = 4
    ulps: float = 3
    product: str = "A2"
    slack: float = 0


ANY = (*FLOATS, *INTEGERS, "bool", *COMPLEX)
NARROW = ("f32", "f16", "bf16")


def _rows() -> list[Row]:
    if torch is None:
        return []
    return [
        Row("Abs", torch.abs, (*FLOATS, *INTEGERS, "c64")),
        Row("Acos", torch.acos, low=-1, high=1),
        Row("Acosh", torch.acosh, ANY, low=1, high=9, ulps=6),
        Row("Asin", torch.asin, low=-1, high=1),
        Row("Asinh", torch.asinh, ulps=6),
        Row("Atan", torch.atan),
        Row("Atanh", torch.atanh, low=-0.9, high=0.9, ulps=6),
        Row("BitwiseNot", torch.bitwise_not, (*INTEGERS, "bool"), -99, 99),
        Row("Ceil", torch.ceil, FLOATS),
        Row("Cos", torch.cos, ANY),
        Row("Cosh", torch.cosh, ANY),
        Row("Erf", torch.erf, (*FLOATS, "i64", "bool")),
        Row("Erfc", torch.erfc, (*FLOATS, "i64", "bool"), -4, 9),
        Row("Erfinv", torch.erfinv, NARROW, -1, 1),
        Row("Exp", torch.exp, (*FLOATS, "i64", "bool", *COMPLEX)),
        Row("Exp2", torch.exp2),
        Row("Expm1", torch.expm1, (*FLOATS, "i64", "bool")),
        Row("Floor", torch.floor, (*FLOATS, *INTEGERS)),
        Row("Frac", lambda x: torch.frac(x) if x.is_floating_point() else x * 0, (*NARROW, *INTEGERS)),
        Row("IsFinite", torch.isfinite, FLOATS),
        Row("IsInf", torch.isinf),
        Row("IsNegInf", torch.isneginf, FLOATS),
        Row("IsPosInf", torch.isposinf, FLOATS),
        Row("Log", torch.log, ANY, 0, 9),
        Row("Log10", torch.log10, ANY, 0, 9),
        Row("Log1p", torch.log1p, low=-1, high=9),
        Row("Log2", torch.log2, ANY, 0, 9, ulps=6),
        Row("LogicalNot", torch.logical_not),
        Row("Neg", torch.neg, (*FLOATS, "i8", "i32", "i64", *COMPLEX)),
        Row("Reciprocal", torch.reciprocal, ANY, 1, 9),
        Row("Relu", torch.relu, (*NARROW, "i8", "i32", "i64")),
        Row("Round", lambda x: torch.round(x) if x.is_floating_point() else x, (*FLOATS, "i32", "i64")),
        Row("Rsqrt", torch.rsqrt, ANY, 1, 9, ulps=6),
        Row("Sigmoid", torch.sigmoid, NARROW, -20, 20),
        Row("Sign", torch.sgn, (*FLOATS, "i32", "i64", "bool", *COMPLEX)),
        Row("Signbit", torch.signbit),
        Row("Sin", torch.sin, ANY),
        Row("Sinc", torch.sinc, ulps=9, slack=1e-7),
        Row("Sinh", torch.sinh, ANY),
        Row("Sqrt", torch.sqrt, ANY, 0, 9),
        Row("Square", torch.square, (*NARROW, "i32", "i64"), product="950"),
        Row("Tan", torch.tan, ANY, -1, 1, ulps=6),
        Row("Tanh", torch.tanh, (*NARROW, *INTEGERS, "bool")),
        Row("Trunc", torch.trunc, NARROW),
    ]


ROWS = _rows()
SPECIAL = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 0.5, -0.5, 1.5, 2.5, 1.0, -1.0]


def _exact(row: Row, values: Any) -> Any:
    """In float64 where the result is a float, else in the type itself."""
    if values.dtype.is_complex:
        return row.function(values.to(torch.complex128))
    if values.dtype.is_floating_point:
        return row.function(values.double())
    result = row.function(values)
    return row.function(values.double()) if result.dtype.is_floating_point else result


def _output(row: Row, values: Any) -> Any:
    return torch.empty(values.shape, dtype=row.function(torch.ones(1, dtype=values.dtype)).dtype)


def _compare(row: Row, result: Any, values: Any) -> None:
    slack = 2.0**-23 if values.dtype.is_complex else row.slack
    assert_close(result, _exact(row, values), row.ulps, slack)


def _fields(row: Row) -> tuple[str, str]:
    operator = OPERATORS[row.name]
    return operator.parameters[0].field, operator.parameters[-1].field


@pytest.mark.parametrize(("row", "product"), [pytest.param(row, row.product, id=row.name) for row in ROWS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_values(session: Session, row: Row, data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(0, 5), max_size=4), label="shape")
    dtype = DTYPES[data.draw(st.sampled_from(row.types), label="type")]
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    values = draw(rng, shape, dtype, row.low, row.high)
    field, out = _fields(row)
    _compare(row, Call(session, row.name, rng, **{field: values, out: _output(row, values)}).run(), values)


@pytest.mark.parametrize(("row", "product"), [pytest.param(row, row.product, id=row.name) for row in ROWS])
def test_special_values(session: Session, row: Row) -> None:
    for short in set(row.types) & set(FLOATS):
        values = torch.tensor(SPECIAL, dtype=DTYPES[short])
        field, out = _fields(row)
        _compare(row, Call(session, row.name, **{field: values, out: _output(row, values)}).run(), values)


@pytest.mark.parametrize(
    ("row", "product"),
    [pytest.param(row, row.product, id=row.name) for row in ROWS if f"Inplace{row.name}" in OPERATORS],
)
def test_in_place(session: Session, row: Row) -> None:
    rng = np.random.default_rng(3)
    values = draw(rng, (3, 4), DTYPES[row.types[0]], row.low, row.high)
    name = f"Inplace{row.name}"
    result = Call(session, name, rng, **{OPERATORS[name].parameters[0].field: values}).run()
    _compare(row, result, values)


def test_result_in_another_type(session: Session) -> None:
    """The device rounds to the type of the computation and then casts."""
    values = torch.tensor([0.1, 1.0, 7.3], dtype=torch.float16)
    result = Call(session, "Exp", self=values, out=torch.empty(3)).run()
    assert_close(result, torch.exp(values.double()).half().float(), 0)
    assert Call(session, "Exp", self=values.to(torch.int64), out=torch.empty(3, dtype=torch.int64)).plan() == 161002
    assert "out" in session.message()


def test_shape_of_the_result(session: Session) -> None:
    assert Call(session, "Exp", self=torch.zeros(2, 3), out=torch.empty(3, 2)).plan() == 161002
    assert "Parameter out must have the shape [2, 3]" in session.message()
    wide = torch.zeros((1,) * 9)
    assert Call(session, "Exp", self=wide, out=wide).plan() == 161002
    assert "at most 8 dimensions" in session.message()


@pytest.mark.parametrize("product", ["310P"])
def test_bfloat16_on_older_products(session: Session) -> None:
    values = torch.zeros(2, dtype=torch.bfloat16)
    assert Call(session, "Ceil", self=values, out=values).plan() == 161002
    assert "must not be BF16 on Ascend310P3" in session.message()
