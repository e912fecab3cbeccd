"""Losses and their gradients against torch in float64: gradients by autograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, OPERATORS, Call, assert_close, draw, needs_torch, torch

pytestmark = [needs_torch, pytest.mark.filterwarnings("ignore:reduction. 'mean' divides")]

DRAWN = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NARROW = ("f32", "f16", "bf16")
REDUCTIONS = ("none", "mean", "sum", "batchmean")


class Row(NamedTuple):
    """A loss and its gradient, the torch function, its own attributes in both, and which values may be drawn."""

    name: str
    backward: str
    function: Callable[..., Any]
    attributes: dict[str, Any] = {}  # noqa: RUF012  # never written
    low: float = -3
    target: tuple[float, float] = (-3, 3)
    highest: int = 2


def _rows() -> list[Row]:
    if torch is None:
        return []
    F = torch.nn.functional

    def smooth(x: Any, y: Any, reduction: str) -> Any:
        return F.smooth_l1_loss(x, y, reduction=reduction, beta=0.5)

    def divergence(x: Any, y: Any, reduction: str) -> Any:
        return F.kl_div(x, y, reduction=reduction)

    def divergence_of_logs(x: Any, y: Any, reduction: str) -> Any:
        return F.kl_div(x, y, reduction=reduction, log_target=True)

    return [
        Row("MseLoss", "MseLossBackward", F.mse_loss),
        Row("L1Loss", "L1LossBackward", F.l1_loss),
        Row("SmoothL1Loss", "SmoothL1LossBackward", smooth, {"beta": 0.5}),
        Row("SoftMarginLoss", "SoftMarginLossBackward", F.soft_margin_loss),
        Row("KlDiv", "KlDivBackward", divergence, {"logTarget": False}, target=(0.1, 1), highest=3),
        Row("KlDiv", "KlDivBackward", divergence_of_logs, {"logTarget": True}, highest=3),
        Row("BinaryCrossEntropy", "BinaryCrossEntropyBackward", F.binary_cross_entropy, low=0.05, target=(0, 1)),
        Row(
            "BinaryCrossEntropyWithLogits",
            "BinaryCrossEntropyWithLogitsBackward",
            F.binary_cross_entropy_with_logits,
            target=(0, 1),
        ),
    ]


def _last(name: str) -> str:
    return OPERATORS[name].parameters[-1].field


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row.name}-{'-'.join(map(str, row.attributes.values()))}")
@DRAWN
@given(data=st.data())
def test_pointwise(session: Session, row: Row, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    dtype = DTYPES[data.draw(st.sampled_from(NARROW))]
    reduction = data.draw(st.integers(0, row.highest))
    shape = tuple(data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3)))
    values = draw(rng, shape, dtype, row.low, 0.95 if row.low > 0 else 3)
    target = draw(rng, shape, dtype, *row.target)
    leaf = values.double().requires_grad_()
    loss = row.function(leaf, target.double(), reduction=REDUCTIONS[reduction])
    out = torch.empty(loss.shape, dtype=dtype)
    arguments = {"self": values, "target": target, "reduction": reduction, **row.attributes}
    result = Call(session, row.name, rng, **arguments, **{_last(row.name): out}).run()
    assert_close(result, loss.detach(), 2.0, 1e-5)
    above = draw(rng, tuple(loss.shape), dtype)
    loss.backward(above.double())
    first = OPERATORS[row.backward].parameters[0].field
    arguments |= {first: above, _last(row.backward): torch.empty(shape, dtype=dtype)}
    assert_close(Call(session, row.backward, rng, **arguments).run(), leaf.grad, 4.0, 1e-5)


@pytest.mark.parametrize("name", ["BinaryCrossEntropy", "BinaryCrossEntropyWithLogits"])
def test_weights(session: Session, name: str) -> None:
    rng = np.random.default_rng(1)
    values, target = draw(rng, (3, 4), torch.float32, 0.1, 0.9), draw(rng, (3, 4), torch.float32, 0, 1)
    weight, positive = draw(rng, (4,), torch.float32, 0, 2), draw(rng, (4,), torch.float32, 0, 2)
    leaf = values.double().requires_grad_()
    wide = [tensor.double() for tensor in (target, weight, positive)]
    if name == "BinaryCrossEntropy":
        loss = torch.nn.functional.binary_cross_entropy(leaf, wide[0], wide[1])
        forward: dict[str, Any] = {"weight": weight}
        backward: dict[str, Any] = {"weightOptional": weight}
    else:
        loss = torch.nn.functional.binary_cross_entropy_with_logits(leaf, wide[0], wide[1], pos_weight=wide[2])
        forward = backward = {"weightOptional": weight, "posWeightOptional": positive}
    arguments = {"self": values, "target": target, "reduction": 1}
    assert_close(Call(session, name, rng, **arguments, **forward, out=torch.empty(())).run(), loss.detach(), 4.0)
    loss.backward()
    call = Call(session, f"{name}Backward", rng, **arguments, **backward, gradOutput=torch.ones(()),
                out=torch.empty(3, 4))  # fmt: skip
    assert_close(call.run(), leaf.grad, 8.0, 1e-7)


def test_certain_and_wrong(session: Session) -> None:
    """The logarithm of 0 counts as -100."""
    zero, one = torch.zeros(1), torch.ones(1)
    call = Call(session, "BinaryCrossEntropy", self=zero, target=one, reduction=0, out=torch.empty(1))
    assert call.run().tolist() == [100]


def test_divergence_from_nothing(session: Session) -> None:
    """The page promises NaN for targets that are not positive."""
    call = Call(session, "KlDiv", self=torch.zeros(2), target=torch.tensor([0.0, -1.0]), reduction=0, logTarget=False,
                out=torch.empty(2))  # fmt: skip
    assert call.run().isnan().all()


@pytest.mark.parametrize("short", NARROW)
@pytest.mark.parametrize("reduction", range(3))
@pytest.mark.parametrize("batch", [True, False])
def test_classes(session: Session, short: str, reduction: int, batch: bool) -> None:
    rng = np.random.default_rng(2)
    dtype, shape = DTYPES[short], ((4, 5) if batch else (5,))
    values, weight = draw(rng, shape, dtype), draw(rng, (5,), dtype, 0.5, 2)
    target = torch.tensor([1, 4, 0, 3]) if batch else torch.tensor(2)
    leaf = values.double().requires_grad_()
    loss = torch.nn.functional.nll_loss(
        leaf, target, weight.double(), ignore_index=0, reduction=REDUCTIONS[reduction]
    )  # fmt: skip
    one = torch.empty((), dtype=dtype)
    arguments = {"self": values, "target": target, "weight": weight, "reduction": reduction, "ignoreIndex": 0}
    call = Call(session, "NLLLoss", rng, **arguments, out=torch.empty(loss.shape, dtype=dtype), totalWeightOut=one)
    result, whole = call.run()
    assert_close(result, loss.detach(), 2.0, 1e-6)
    kept = target[target != 0] if batch else target
    if reduction:
        assert_close(whole, weight.double()[kept].sum(), 2.0, 1e-6)
    above = draw(rng, tuple(loss.shape), dtype)
    loss.backward(above.double())
    total = weight.double()[kept].sum().to(dtype)
    call = Call(session, "NLLLossBackward", rng, **arguments, gradOutput=above, totalWeight=total,
                out=torch.empty_like(values))  # fmt: skip
    slack = {"f32": 1e-6, "f16": 2e-3, "bf16": 2e-2}[short]  # the whole weight was rounded
    assert_close(call.run(), leaf.grad, 2.0, slack)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none", None])
@pytest.mark.parametrize("smoothing", [0.0, 0.25])
@pytest.mark.parametrize("weighted", [True, False])
def test_cross_entropy(session: Session, reduction: str | None, smoothing: float, weighted: bool) -> None:
    rng = np.random.default_rng(3)
    values, target = draw(rng, (4, 5), torch.float32), torch.tensor([1, 4, 2, 3])
    weight = draw(rng, (5,), torch.float32, 0.5, 2) if weighted else None
    exact = torch.nn.functional.cross_entropy(
        values.double(), target, None if weight is None else weight.double(), ignore_index=4,
        reduction=reduction or "mean", label_smoothing=smoothing,
    )  # fmt: skip
    loss = torch.empty(4 if reduction == "none" else 1)
    call = Call(
        session, "CrossEntropyLoss", rng, input=values, target=target, weightOptional=weight,
        reductionOptional=reduction, ignoreIndex=4, labelSmoothing=smoothing, lseSquareScaleForZloss=0.0,
        returnZloss=False, lossOut=loss, logProbOut=torch.empty(4, 5), zlossOut=loss, lseForZlossOut=torch.empty(4),
    )  # fmt: skip
    result, logarithms, *_ = call.run()
    assert_close(result, exact.reshape(loss.shape), 4.0, 1e-6)
    assert_close(logarithms, torch.log_softmax(values.double(), 1), 4.0, 1e-6)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none", None])
@pytest.mark.parametrize("weighted", [True, False])
def test_gradient_of_cross_entropy(session: Session, reduction: str | None, weighted: bool) -> None:
    rng = np.random.default_rng(5)
    values, target = draw(rng, (4, 5), torch.float32), torch.tensor([1, 4, 2, 3])
    weight = draw(rng, (5,), torch.float32, 0.5, 2) if weighted else None
    leaf = values.double().requires_grad_()
    loss = torch.nn.functional.cross_entropy(
        leaf, target, None if weight is None else weight.double(), ignore_index=4, reduction=reduction or "mean"
    )
    above = draw(rng, tuple(loss.shape), torch.float32)
    loss.backward(above.double())
    logarithms = torch.log_softmax(values, 1)
    arguments = {"gradLoss": above, "logProb": logarithms, "target": target, "weightOptional": weight}
    options = {"reductionOptional": reduction, "ignoreIndex": 4, "lseSquareScaleForZloss": 0.0}
    name, out = "CrossEntropyLossGrad", torch.empty(4, 5)
    call = Call(session, name, rng, **arguments, **options, labelSmoothing=0.0, out=out)
    assert_close(call.run(), leaf.grad, 4.0, 1e-6)
    assert Call(session, name, **arguments, **options, labelSmoothing=0.5, out=out).plan() == 561002


def test_softmax_cross_entropy(session: Session) -> None:
    rng = np.random.default_rng(4)
    values, labels = draw(rng, (3, 6), torch.float32), draw(rng, (3, 6), torch.float32, 0, 1)
    labels = labels / labels.sum(1, keepdim=True)
    leaf = values.double().requires_grad_()
    losses = torch.nn.functional.cross_entropy(leaf, labels.double(), reduction="none")
    losses.sum().backward()
    call = Call(session, "SoftmaxCrossEntropyWithLogits", rng, features=values, labels=labels, loss=torch.empty(3),
                backprop=torch.empty(3, 6))  # fmt: skip
    found, gradients = call.run()
    assert_close(found, losses.detach(), 4.0, 1e-6)
    assert_close(gradients, leaf.grad, 4.0, 1e-6)


def test_no_such_class(session: Session) -> None:
    """Only the device sees it: the synchronise answers."""
    arguments = {"self": torch.zeros(1, 3), "target": torch.tensor([3]), "weight": torch.ones(3), "reduction": 2}
    one = torch.empty(())
    call = Call(session, "NLLLoss", **arguments, ignoreIndex=-100, out=one, totalWeightOut=one)
    with pytest.raises(AssertionError, match="An element of target is 3"):
        call.run()


def test_refused(session: Session) -> None:
    one = torch.zeros(2, 3)
    for name in ("MseLoss", "L1Loss"):
        assert Call(session, name, self=one, target=one, reduction=3, out=torch.empty(())).plan() == 161002
        assert "Parameter reduction" in session.message()
        assert Call(session, name, self=one, target=one, reduction=1, out=one).plan() == 161002
        assert "Parameter out" in session.message()
    call = Call(session, "SmoothL1Loss", self=one, target=one, reduction=0, beta=-1.0, result=one)
    assert call.plan() == 161002
    assert "Parameter beta" in session.message()
