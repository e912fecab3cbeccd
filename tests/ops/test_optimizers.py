"""Optimizer steps against torch.optim in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from harness import Session
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch


@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
@pytest.mark.parametrize(("amsgrad", "maximize"), [(False, False), (True, False), (False, True)])
def test_adamw(session: Session, short: str, amsgrad: bool, maximize: bool) -> None:
    rng = np.random.default_rng(1)
    dtype = DTYPES[short]
    weights = draw(rng, (3, 4), dtype, -1, 1)
    options = {"lr": 0.1, "weight_decay": 0.05, "eps": 1e-3, "betas": (0.75, 0.875)}  # exact in float32
    leaf = weights.double().requires_grad_()
    optimizer = torch.optim.AdamW([leaf], amsgrad=amsgrad, maximize=maximize, **options)
    state = {name: torch.zeros_like(weights) for name in ("mRef", "vRef")}
    state["maxGradNormOptionalRef"] = torch.zeros_like(weights) if amsgrad else None
    for step in range(1, 4):
        gradient = draw(rng, (3, 4), dtype, -1, 1)
        leaf.grad = gradient.double()
        optimizer.step()
        call = Call(
            session, "ApplyAdamWV2", rng, varRef=weights, **state, grad=gradient, step=torch.tensor([step]), lr=0.1,
            beta1=0.75, beta2=0.875, weightDecay=0.05, eps=1e-3, amsgrad=amsgrad, maximize=maximize,
        )  # fmt: skip
        weights, *moments = call.run()
        state = dict(zip(state, moments))
        slack = {"f32": 1e-5, "f16": 2e-3, "bf16": 2e-2}[short]  # moments are rounded each step
        assert_close(weights, leaf.detach(), 2.0, slack)


def test_adamw_needs_a_place_for_amsgrad(session: Session) -> None:
    one = torch.ones(2)
    fields = dict.fromkeys(("varRef", "mRef", "vRef", "grad"), one)
    numbers = dict.fromkeys(("lr", "beta1", "beta2", "weightDecay", "eps"), 0.5)
    call = Call(session, "ApplyAdamWV2", **fields, step=torch.tensor([1]), **numbers, amsgrad=True, maximize=False)
    assert call.plan() == 161001
    assert "Parameter maxGradNormOptionalRef" in session.message()


@pytest.mark.parametrize("options", [{}, {"momentum": 0.5}, {"momentum": 0.5, "nesterov": True},
                                     {"momentum": 0.5, "dampening": 0.25, "maximize": True}])  # fmt: skip
def test_sgd(session: Session, options: dict[str, Any]) -> None:
    rng = np.random.default_rng(2)
    weights = [draw(rng, shape, torch.float32) for shape in ((3, 4), (5,))]
    leaves = [weight.double().requires_grad_() for weight in weights]
    optimizer = torch.optim.SGD(leaves, lr=0.125, weight_decay=0.0625, **options)
    buffers = [torch.zeros_like(weight) for weight in weights] if "momentum" in options else None
    named = {"momentum": 0.0, "dampening": 0.0, "nesterov": False, "maximize": False, **options}
    for step in range(3):
        gradients = [draw(rng, weight.shape, torch.float32) for weight in weights]
        for leaf, gradient in zip(leaves, gradients):
            leaf.grad = gradient.double()
        optimizer.step()
        call = Call(
            session, "FusedSgd", rng, paramsRef=weights, gradsRef=[4 * gradient for gradient in gradients],
            momentumBufferListOptionalRef=buffers, gradScaleOptional=torch.tensor([4.0]), weightDecay=0.0625, lr=0.125,
            isFirstStep=step == 0, **named,
        )  # fmt: skip
        weights, scaled, momenta = call.run()
        buffers = momenta if buffers else None
        for weight, leaf in zip(weights, leaves):
            assert_close(weight, leaf.detach(), 2.0, 1e-6)
        for plain, gradient in zip(scaled, gradients):
            assert_close(plain, gradient)


def test_unscale(session: Session) -> None:
    gradients = [torch.tensor([1.0, 2.0]), torch.tensor([4.0])]
    scale, found = torch.tensor([0.5]), torch.tensor([0.0])
    name = "ForeachNonFiniteCheckAndUnscale"
    results, flag = Call(session, name, scaledGrads=gradients, foundInf=found, invScale=scale).run()
    assert [result.tolist() for result in results] == [[0.5, 1], [2]]
    assert flag == 0
    gradients[1][0] = float("inf")
    _, flag = Call(session, name, scaledGrads=gradients, foundInf=found, invScale=scale).run()
    assert flag == 1


def test_norms_of_a_list(session: Session) -> None:
    tensors = [torch.tensor([3.0, 4.0]), torch.tensor([[1.0, -2.0]])]
    out = [torch.empty(1), torch.empty(1)]
    for order in (1.0, 2.0, float("inf")):
        results = Call(session, "ForeachNorm", x=tensors, scalar=order, out=out).run()
        for result, tensor in zip(results, tensors):
            assert_close(result, torch.linalg.vector_norm(tensor.double(), order).reshape(1), 2.0)
