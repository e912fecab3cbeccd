"""Activations and their gradients against torch in float64: drawn views, types and shapes."""

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

NARROW = ("f32", "f16", "bf16")
FLOATS = (*NARROW, "f64")
DRAWN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Row(NamedTuple):
    """An operator, the same in torch, its attributes, its types; how far floats may be from it, relative and absolute.

    The slack is what float32 loses where terms cancel.
    """

    name: str
    function: Callable[..., Any]
    attributes: dict[str, Any] = {}  # noqa: RUF012  # never written
    types: tuple[str, ...] = NARROW
    ulps: float = 4
    slack: float = 1e-6
    product: str = "A2"
    low: float = -8


def _activations() -> list[Row]:
    if torch is None:
        return []
    F = torch.nn.functional
    return [
        Row("LeakyRelu", lambda x: F.leaky_relu(x, 0.25), {"negativeSlope": 0.25}, FLOATS),
        Row("Gelu", lambda x: F.gelu(x, approximate="tanh")),  # as its page writes it
        Row("GeluV2", F.gelu, {"approximate": 0}),
        Row("GeluV2", lambda x: F.gelu(x, approximate="tanh"), {"approximate": 1}),
        Row("Silu", F.silu),
        Row("Swish", lambda x: x * torch.sigmoid(2 * x), {"betaOptional": 2.0}),
        Row("Swish", F.silu),
        Row("Hardswish", F.hardswish),
        Row("Hardsigmoid", F.hardsigmoid),
        Row("Elu", lambda x: torch.ops.aten.elu(x, 1.5, 2, 0.5), {"alpha": 1.5, "scale": 2, "inputScale": 0.5}, FLOATS),
        Row("Celu", lambda x: F.celu(x, 1.5), {"alpha": 1.5}),
        Row("Selu", F.selu),
        Row("Softplus", lambda x: F.softplus(x, 2, 3), {"beta": 2, "threshold": 3.0}),
        Row("Softshrink", lambda x: F.softshrink(x, 0.5), {"lambd": 0.5}),
        Row("Hardshrink", lambda x: F.hardshrink(x, 0.5), {"lambd": 0.5}),
        Row("Threshold", lambda x: F.threshold(x, 1, 20), {"threshold": 1.0, "value": 20.0}),
        Row("Threshold", lambda x: F.threshold(x, 1, 20), {"threshold": 1, "value": 20}, ("i8", "i32", "i64"), 0, 0),
        Row("Mish", F.mish),
        Row("LogSigmoid", F.logsigmoid),
    ]


def _with(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """The gradient of a function at x, by torch."""

    def gradient(grad: Any, x: Any) -> Any:
        grad, x = torch.broadcast_tensors(grad, x)
        x = x.detach().clone().requires_grad_()
        return torch.autograd.grad(function(x), x, grad)[0]

    return gradient


def _hardswish_gradient(grad: Any, x: Any) -> Any:
    """As CANN's page has it, where -3 and 3 belong to the middle; torch counts -3 to the zeros."""
    return grad * torch.where(x < -3, 0, torch.where(x > 3, 1, x / 3 + 0.5))


def _gradients() -> list[Row]:
    if torch is None:
        return []
    F, aten = torch.nn.functional, torch.ops.aten
    elu = {"alpha": 1.5, "scale": 2, "inputScale": 0.5}
    return [
        Row("SigmoidBackward", lambda g, y: g * y * (1 - y), {}, FLOATS),
        Row("TanhBackward", lambda g, y: g * (1 - y * y), {}, FLOATS, slack=1e-5),
        Row("ThresholdBackward", lambda g, x: torch.where(x > 1, g, g * 0), {"threshold": 1.0}),
        Row("LeakyReluBackward", _with(lambda x: F.leaky_relu(x, 0.25)), {"negativeSlope": 0.25}, FLOATS),
        Row("SiluBackward", _with(F.silu), slack=1e-5),
        Row("GeluBackward", _with(F.gelu), slack=1e-5),
        Row("GeluBackwardV2", _with(F.gelu), {"approximate": "none"}, slack=1e-5),
        Row("GeluBackwardV2", _with(lambda x: F.gelu(x, approximate="tanh")), {"approximate": "tanh"}, slack=1e-5),
        Row("HardswishBackward", _hardswish_gradient),
        Row("HardsigmoidBackward", _with(F.hardsigmoid)),
        Row("HardtanhBackward", lambda g, x: torch.where(x.abs() <= 2, g, g * 0), {"min": -2.0, "max": 2.0}),
        Row(
            "EluBackward", lambda g, x: aten.elu_backward(g, 1.5, 2, 0.5, False, x), {**elu, "isResult": False}, FLOATS
        ),
        Row("EluBackward", lambda g, x: aten.elu_backward(g, 1.5, 2, 0.5, True, x), {**elu, "isResult": True}, FLOATS),
        Row("SeluBackward", lambda g, y: aten.elu_backward(g, 1.6732632423543772, 1.0507009873554805, 1, True, y)),
        Row("MishBackward", _with(F.mish), slack=1e-5),
        Row("SwishBackward", _with(lambda x: x * torch.sigmoid(2 * x)), {"betaOptional": 2.0}, slack=1e-5),
        Row("SwishBackward", _with(F.silu), slack=1e-5),
        Row("SoftshrinkBackward", lambda g, x: torch.where(x.abs() <= 0.5, 0, g), {"lambd": 0.5}),
        Row("HardshrinkBackward", lambda g, x: torch.where(x.abs() <= 0.5, 0, g), {"lambd": 0.5}),
        Row("SoftplusBackward", _with(lambda x: F.softplus(x, 2, 3)), {"beta": 2, "threshold": 3.0}, FLOATS),
    ]


SAME_SHAPE = (
    "HardswishBackward", "HardsigmoidBackward", "HardtanhBackward", "EluBackward", "SeluBackward", "SwishBackward",
)  # fmt: skip
ALIKE = (
    "TanhBackward", "ThresholdBackward", "SiluBackward", "HardswishBackward", "HardtanhBackward", "EluBackward",
    "SeluBackward", "SwishBackward", "SoftshrinkBackward", "HardshrinkBackward",
)  # fmt: skip


def _fields(name: str) -> list[str]:
    """Of the tensors, in the order of the prototype."""
    return [parameter.field for parameter in OPERATORS[name].tensors]


@pytest.mark.parametrize("row", _activations(), ids=lambda row: row.name)
@DRAWN
@given(data=st.data())
def test_activation(session: Session, row: Row, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    shape = data.draw(st.lists(st.integers(1, 4), max_size=4))
    x = draw(rng, shape, DTYPES[data.draw(st.sampled_from(row.types))], row.low, 8)
    of, out = _fields(row.name)
    result = Call(session, row.name, rng, **row.attributes, **{of: x, out: torch.empty_like(x)}).run()
    assert_close(result, row.function(x.double() if x.is_floating_point() else x), row.ulps, row.slack)


@pytest.mark.parametrize("row", _gradients(), ids=lambda row: row.name)
@DRAWN
@given(data=st.data())
def test_gradient(session: Session, row: Row, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    shape = data.draw(st.lists(st.integers(1, 4), max_size=4))
    types = [DTYPES[data.draw(st.sampled_from(row.types))] for _ in range(2)]
    first, second = (types[0], types[0]) if row.name in ALIKE else types
    other = shape if row.name in SAME_SHAPE else [data.draw(st.sampled_from((1, length))) for length in shape]
    grad, x = draw(rng, shape, first, -3, 3), draw(rng, other, second, row.low, 8)
    promoted = torch.promote_types(first, second)
    of, at, out = _fields(row.name)
    values = {of: grad, at: x, out: torch.empty(shape, dtype=promoted)}
    result = Call(session, row.name, rng, **row.attributes, **values).run()
    assert_close(result, row.function(grad.double(), x.double()), row.ulps, 3 * row.slack)


IN_PLACE = ["LeakyRelu", "Hardswish", "Hardsigmoid", "Elu", "Celu", "Selu", "Threshold", "Mish"]


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place(session: Session, name: str) -> None:
    row = next(row for row in _activations() if row.name == name)
    x = draw(np.random.default_rng(1), (3, 4), torch.float16, -5, 5)
    result = Call(session, f"Inplace{name}", np.random.default_rng(2), self=x, **row.attributes).run()
    assert_close(result, row.function(x.double()), row.ulps, row.slack)


@pytest.mark.parametrize("name", ["Gelu", "Silu", "Softplus", "LogSigmoid", "Hardswish", "Elu"])
def test_large_numbers(session: Session, name: str) -> None:
    row = next(row for row in _activations() if row.name == name)
    x = torch.tensor([-3e38, -1e4, -88.0, 0.0, 88.0, 1e4, 3e38])
    of, out = _fields(name)
    result = Call(session, name, **row.attributes, **{of: x, out: torch.empty_like(x)}).run()
    assert_close(result, row.function(x.double()).float().double(), row.ulps, 1e-30)


def test_whole_numbers_are_cut(session: Session) -> None:
    x = torch.arange(-5, 6, dtype=torch.int32)
    result = Call(session, "Hardsigmoid", self=x, out=torch.empty_like(x)).run()
    assert_close(result, (x / 6 + 0.5).clip(0, 1).trunc().int())


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_glu(session: Session, dtype: str, dim: int) -> None:
    x = draw(np.random.default_rng(1), (4, 6, 2), DTYPES[dtype])
    exact = torch.nn.functional.glu(x.double(), dim)
    assert_close(Call(session, "Glu", self=x, dim=dim, out=exact.to(x.dtype)).run(), exact, 4, 1e-6)


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("approximate", [0, 1])
@pytest.mark.parametrize("left", [None, False, True])
def test_ge_glu(session: Session, dtype: str, approximate: int, left: bool | None) -> None:
    x = draw(np.random.default_rng(1), (3, 8, 2), DTYPES[dtype])
    first, second = x.double().chunk(2, 1)
    gate, other = (first, second) if left else (second, first)
    unit = torch.nn.functional.gelu(gate, approximate="tanh" if approximate else "none")
    room = {"out": unit.to(x.dtype), "outGelu": unit.to(x.dtype)}
    mode = {} if left is None else {"activateLeft": left}
    name = "GeGlu" if left is None else "GeGluV3"
    result, gelu = Call(session, name, self=x, dim=1, approximate=approximate, **mode, **room).run()
    assert_close(result, unit * other, 4, 1e-5)
    assert_close(gelu, unit, 4, 1e-6)


@pytest.mark.parametrize("channels", [1, 3])
def test_prelu(session: Session, channels: int) -> None:
    rng = np.random.default_rng(1)
    x, weight = draw(rng, (2, 3, 4), torch.float16), draw(rng, (channels,), torch.float32)
    exact = torch.nn.functional.prelu(x.double(), weight.double())
    assert_close(Call(session, "Prelu", self=x, weight=weight, out=exact.float()).run(), exact, 1)


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_swi_glu_grad(session: Session, dtype: str, dim: int) -> None:
    rng = np.random.default_rng(1)
    x = draw(rng, (4, 6, 2), DTYPES[dtype])
    wide = x.double().requires_grad_()
    first, second = wide.chunk(2, dim)
    y = torch.nn.functional.silu(first) * second
    grad = draw(rng, y.shape, x.dtype)
    (exact,) = torch.autograd.grad(y, wide, grad.double())
    assert_close(Call(session, "SwiGluGrad", yGrad=grad, x=x, dim=dim, out=torch.empty_like(x)).run(), exact, 4, 1e-5)


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("dim", [0, 1, -1])
@pytest.mark.parametrize("name", ["Softmax", "LogSoftmax"])
def test_softmax_gradient(session: Session, name: str, dtype: str, dim: int) -> None:
    rng = np.random.default_rng(1)
    function = torch.softmax if name == "Softmax" else torch.log_softmax
    y, grad = (draw(rng, (3, 4, 5), DTYPES[dtype]) for _ in range(2))
    y = function(y.double(), dim).to(y.dtype)
    backward = getattr(torch.ops.aten, "_softmax_backward_data" if name == "Softmax" else "_log_softmax_backward_data")
    exact = backward(grad.double(), y.double(), dim, torch.float64)
    result = Call(session, f"{name}Backward", rng, gradOutput=grad, output=y, dim=dim, out=torch.empty_like(y)).run()
    assert_close(result, exact, 4, 1e-5)


@pytest.mark.parametrize("dtype", NARROW)
def test_log_sigmoid_with_a_buffer(session: Session, dtype: str) -> None:
    rng = np.random.default_rng(1)
    x, grad = (draw(rng, (3, 4), DTYPES[dtype]) for _ in range(2))
    wide = x.double().requires_grad_()
    exact = torch.nn.functional.logsigmoid(wide)
    room = torch.empty_like(x)
    result, _ = Call(session, "LogSigmoidForward", rng, self=x, out=room, buffer=room).run()
    assert_close(result, exact.detach(), 4, 1e-6)
    (slope,) = torch.autograd.grad(exact, wide, grad.double())
    back = Call(session, "LogSigmoidBackward", rng, gradOutput=grad, self=x, buffer=room, gradInput=room).run()
    assert_close(back, slope, 4, 1e-6)


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("dim", [0, -1])
def test_glu_gradient(session: Session, dtype: str, dim: int) -> None:
    rng = np.random.default_rng(1)
    x = draw(rng, (4, 3, 2), DTYPES[dtype])
    wide = x.double().requires_grad_()
    y = torch.nn.functional.glu(wide, dim)
    grad = draw(rng, y.shape, x.dtype)
    (exact,) = torch.autograd.grad(y, wide, grad.double())
    assert_close(
        Call(session, "GluBackward", rng, gradOut=grad, self=x, dim=dim, out=torch.empty_like(x)).run(), exact, 4, 1e-5
    )


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("approximate", [0, 1])
@pytest.mark.parametrize("left", [None, False, True])
def test_ge_glu_gradient(session: Session, dtype: str, approximate: int, left: bool | None) -> None:
    rng = np.random.default_rng(1)
    x = draw(rng, (3, 8, 2), DTYPES[dtype])
    wide = x.double().requires_grad_()
    first, second = wide.chunk(2, 1)
    gate, other = (first, second) if left else (second, first)
    unit = torch.nn.functional.gelu(gate, approximate="tanh" if approximate else "none")
    grad = draw(rng, unit.shape, x.dtype)
    (exact,) = torch.autograd.grad(unit * other, wide, grad.double())
    values = {"gradOutput": grad, "self": x, "gelu": unit.detach().to(x.dtype), "dim": 1, "approximate": approximate}
    mode = {} if left is None else {"activateLeft": left}
    name = "GeGluBackward" if left is None else "GeGluV3Backward"
    result = Call(session, name, rng, **values, **mode, gradInput=torch.empty_like(x)).run()
    room = 3 * torch.finfo(x.dtype).eps * 4  # the unit comes rounded to its type, times a gradient of at most 4
    assert_close(result, exact, 4, 1e-5 + room)


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("channels", [1, 3])
def test_prelu_gradient(session: Session, dtype: str, channels: int) -> None:
    rng = np.random.default_rng(1)
    x, grad, weight = (draw(rng, shape, DTYPES[dtype]) for shape in ((2, 3, 4), (2, 3, 4), (channels,)))
    wide, slopes = x.double().requires_grad_(), weight.double().requires_grad_()
    exact = torch.autograd.grad(torch.nn.functional.prelu(wide, slopes), (wide, slopes), grad.double())
    room = {"gradInput": torch.empty_like(x), "gradWeight": torch.empty_like(weight)}
    results = Call(session, "PreluBackward", rng, gradOutput=grad, self=x, weight=weight, **room).run()
    for result, wanted in zip(results, exact):
        assert_close(result, wanted, 4, 1e-5)
