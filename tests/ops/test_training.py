"""Losses of images and of several labels, steps of training and scales of losses: against torch, or the formulas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import DTYPES, TYPES, Call, assert_close, draw, needs_torch, torch

NARROW = ("f32", "f16", "bf16")
F = torch.nn.functional if torch else None
NAMES = ("none", "mean", "sum")


@needs_torch
@pytest.mark.parametrize("reduction", [0, 1, 2])
@DRAWN
@given(data=st.data())
def test_likelihood_of_images(session: Session, reduction: int, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    images, classes, *size = (d.integer(1, 3) for _ in range(4))
    x, weight = d.tensor([images, classes, *size]) / 33, d.tensor([classes]).abs() / 33 + 0.5
    weight = weight.to(x.dtype)
    kind = d.data.draw(st.sampled_from((torch.int64, torch.int32, torch.uint8)))
    target = d.index([images, *size], classes).to(kind)
    ignored = d.integer(0, classes)
    wide = x.double().requires_grad_()
    args = (target.long(), weight.double(), reduction, ignored)
    exact, whole = torch.ops.aten.nll_loss2d_forward(wide, *args)
    values = {"self": x, "target": target, "weight": weight, "reduction": reduction, "ignoreIndex": ignored}
    room = {"out": torch.empty(exact.shape, dtype=x.dtype), "totalWeightOut": torch.empty(1, dtype=x.dtype)}
    found, total = Call(session, "NLLLoss2d", d.rng, **values, **room).run()
    assert_close(found, exact.detach(), 1, 1e-5)
    if reduction:
        assert_close(total, whole.detach().reshape(1), 1, 1e-6)
    grad = (d.tensor(exact.shape) / 33).to(x.dtype)
    slope = torch.ops.aten.nll_loss2d_backward(grad.double(), wide, *args, total.double().reshape(()))
    given_ = {"gradOutput": grad, "totalWeight": total, "out": torch.empty_like(x)}
    assert_close(Call(session, "NLLLoss2dBackward", d.rng, **values, **given_).run(), slope.detach(), 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("reduction", [0, 1, 2])
@DRAWN
@given(data=st.data())
def test_margins_of_several_labels(session: Session, reduction: int, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    shape = [*d.shape(0, 1, shortest=1), d.integer(1, 5)]
    x = d.tensor(shape) / 33
    classes, count = shape[-1], shape[0] if len(shape) == 2 else 1
    labels = [d.rng.permutation(classes)[: d.integer(0, classes)].tolist() for _ in range(count)]
    rows = [[*some, *[-1] * (classes - len(some))] for some in labels]
    target = torch.tensor(rows).reshape(shape)
    kind = d.data.draw(st.sampled_from((torch.int64, torch.int32)))
    exact, marks = torch.ops.aten.multilabel_margin_loss_forward(x.double(), target, reduction)
    room = {"out": torch.empty(exact.shape, dtype=x.dtype), "isTarget": torch.empty_like(x)}
    values = {"self": x, "target": target.to(kind), "reduction": reduction}
    found, chosen = Call(session, "MultilabelMarginLoss", d.rng, **values, **room).run()
    assert_close(found, exact, 1, 1e-5)
    assert_close(chosen, marks)


@needs_torch
@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize("short", NARROW)
@pytest.mark.parametrize(("amsgrad", "maximize"), [(False, False), (True, False), (False, True), (True, True)])
def test_adam_w(session: Session, short: str, amsgrad: bool, maximize: bool) -> None:
    """As the page's formulas have it, in float64."""
    rng, dtype = np.random.default_rng(1), DTYPES[short]
    shape = (3, 4)
    w, m, g = (draw(rng, shape, dtype, -1, 1) for _ in range(3))
    v, most = (draw(rng, shape, dtype, 0.1, 1) for _ in range(2))
    numbers = {"beta1Power": 0.81, "beta2Power": 0.5, "lr": 0.01, "weightDecay": 0.1, "beta1": 0.9, "beta2": 0.75}
    given_ = {name: torch.tensor([value], dtype=dtype) for name, value in {**numbers, "eps": 1e-3}.items()}
    b1p, b2p, rate, decay, b1, b2, eps = (given_[name].double() for name in (*numbers, "eps"))
    gradient = -g.double() if maximize else g.double()
    mean = b1 * m.double() + (1 - b1) * gradient
    square = b2 * v.double() + (1 - b2) * gradient**2
    square = torch.maximum(square, most.double()) if amsgrad else square
    exact = w.double() - rate * (mean / (1 - b1p * b1)) / ((square / (1 - b2p * b2)).sqrt() + eps)
    exact = exact - rate * decay * w.double()
    values = {"varRef": w, "mRef": m, "vRef": v, "grad": g, "maxGradNormOptional": most if amsgrad else None}
    found = Call(session, "ApplyAdamW", rng, **values, **given_, amsgrad=amsgrad, maximize=maximize).run()
    for part, wanted in zip(found, (exact, mean, square)):
        assert_close(part, wanted, 1, 1e-6)


@needs_torch
@pytest.mark.parametrize("short", NARROW)
@pytest.mark.parametrize(
    ("scale", "steps", "overflow", "expected"),
    [(8, 0, 0, (8, 1)), (8, 2, 0, (16, 0)), (8, 2, 1, (4, 0)), (8, 1, 3, (4, 0)), (60000, 2, 0, (120000, 0))],
)
def test_scale_of_losses(
    session: Session, short: str, scale: float, steps: int, overflow: float, expected: tuple[float, int]
) -> None:
    """A scale that would overflow stays."""
    dtype = DTYPES[short]
    values = {"currentScale": torch.tensor([scale], dtype=dtype), "foundInf": torch.tensor([overflow], dtype=dtype)}
    rest = {"growthTracker": torch.tensor([steps], dtype=torch.int32), "growthInterval": 3}
    room = {
        "updatedScaleOut": torch.empty(1, dtype=dtype),
        "updatedGrowthTrackerOut": torch.empty(1, dtype=torch.int32),
    }
    factors = {"growthFactor": 2.0, "backoffFactor": 0.5}
    found, count = Call(session, "AmpUpdateScale", **values, **rest, **factors, **room).run()
    wanted = scale if short == "f16" and expected[0] > 65504 else expected[0]
    assert found.item() == torch.tensor(wanted, dtype=dtype).item()
    assert count.item() == expected[1]
    assert TYPES[found.dtype] == short


X, LABELS, WEIGHT, ONE = ("f32", (2, 3, 4, 5)), ("i64", (2, 4, 5)), ("f32", (3,)), ("f32", (1,))
INT = ("i32", (1,))
BASES: dict[str, dict[str, Any]] = {
    "NLLLoss2d": {"self": X, "target": LABELS, "weight": WEIGHT, "reduction": 1, "ignoreIndex": -100, "out": ONE},
    "NLLLoss2dBackward": {"self": X, "target": LABELS, "weight": WEIGHT, "reduction": 1, "ignoreIndex": -100, "out": X},
    "MultilabelMarginLoss": {"self": WEIGHT, "target": ("i64", (3,)), "reduction": 1, "out": ONE, "isTarget": WEIGHT},
    "AmpUpdateScale": {"currentScale": ONE, "growthTracker": INT, "foundInf": ONE, "growthInterval": 2},
}
BASES["NLLLoss2d"].update(totalWeightOut=ONE)
BASES["NLLLoss2dBackward"].update(gradOutput=ONE, totalWeight=ONE)
BASES["AmpUpdateScale"].update(growthFactor=2.0, backoffFactor=0.5, updatedScaleOut=ONE, updatedGrowthTrackerOut=INT)
BOTH = ("NLLLoss2d", "NLLLoss2dBackward")


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        *((name, {"self": ("f32", (2, 3, 4))}, "self") for name in BOTH),
        *((name, {"target": ("i64", (2, 4))}, "target") for name in BOTH),
        *((name, {"target": ("i64", (2, 5, 4))}, "target") for name in BOTH),
        *((name, {"target": ("i16", (2, 4, 5))}, "target") for name in BOTH),
        *((name, {"weight": ("f32", (4,))}, "weight") for name in BOTH),
        *((name, {"weight": ("f16", (3,))}, "weight") for name in BOTH),
        *((name, {"reduction": 3}, "reduction") for name in (*BOTH, "MultilabelMarginLoss")),
        ("NLLLoss2d", {"reduction": 0}, "out"),
        ("NLLLoss2d", {"totalWeightOut": WEIGHT}, "totalWeightOut"),
        ("NLLLoss2dBackward", {"gradOutput": WEIGHT}, "gradOutput"),
        ("NLLLoss2dBackward", {"reduction": 0}, "gradOutput"),
        ("NLLLoss2dBackward", {"totalWeight": WEIGHT}, "totalWeight"),
        ("NLLLoss2dBackward", {"out": ("f32", (2, 3, 4))}, "out"),
        ("MultilabelMarginLoss", {"self": X, "isTarget": X}, "self"),
        ("MultilabelMarginLoss", {"target": ("i64", (2,))}, "target"),
        ("MultilabelMarginLoss", {"target": ("u8", (3,))}, "target"),
        ("MultilabelMarginLoss", {"out": WEIGHT}, "out"),
        ("MultilabelMarginLoss", {"isTarget": ONE}, "isTarget"),
        ("MultilabelMarginLoss", {"self": ("f32", (2, 0)), "isTarget": ("f32", (2, 0))}, "self"),
        ("AmpUpdateScale", {"foundInf": ("f16", (1,))}, "foundInf"),
        ("AmpUpdateScale", {"growthTracker": ("i64", (1,))}, "growthTracker"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


@pytest.mark.parametrize("field", ["currentScale", "growthTracker", "foundInf", "growthInterval"])
def test_scales_of_another_shape(session: Session, field: str) -> None:
    short = "i32" if field == "growthTracker" else "f32"
    for wrong in (0, 2**31) if field == "growthInterval" else ((short, (2,)), (short, (1, 1))):
        values: Any = {**BASES["AmpUpdateScale"], field: wrong}
        assert_refused(session, "AmpUpdateScale", field, 561002, **values)


@pytest.mark.parametrize("product", ["950"])
def test_adam_w_refused(session: Session) -> None:
    names = ("beta1Power", "beta2Power", "lr", "weightDecay", "beta1", "beta2", "eps")
    base: dict[str, Any] = dict.fromkeys(("varRef", "mRef", "vRef", "grad"), WEIGHT)
    base.update(dict.fromkeys(names, ONE), amsgrad=False, maximize=False)
    assert_refused(session, "ApplyAdamW", "", **base)
    for name in ("mRef", "vRef", "grad"):
        assert_refused(session, "ApplyAdamW", name, **{**base, name: ONE})
    for name in names:
        assert_refused(session, "ApplyAdamW", name, **{**base, name: WEIGHT})
    assert_refused(session, "ApplyAdamW", "maxGradNormOptional", 161001, **{**base, "amsgrad": True})
    assert_refused(session, "ApplyAdamW", "maxGradNormOptional", **{**base, "maxGradNormOptional": ONE})
