"""Images sampled at the positions of a grid, and the gradients, against torch in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import TYPES, Call, assert_close, needs_torch, torch

MODES = [(2, 0), (2, 1), (2, 2), (3, 0), (3, 1)]


class Case:
    """A drawn image and a grid, most of whose positions are inside; none is where two elements are equally near."""

    def __init__(self, d: Draw, spatial: int, short: str) -> None:
        self.x = d.tensor([d.integer(1, 2), d.integer(1, 2), *(d.integer(1, 4) for _ in range(spatial))], short) / 33
        shape = [self.x.shape[0], *(d.integer(1, 3) for _ in range(spatial)), spatial]
        self.grid = torch.from_numpy(d.rng.uniform(-1.7, 1.7, shape)).to(self.x.dtype)
        self.padding, self.corners = d.integer(0, 2), bool(d.integer(0, 1))

    def attributes(self, mode: int) -> dict[str, Any]:
        return {"interpolationMode": mode, "paddingMode": self.padding, "alignCorners": self.corners}


@needs_torch
@pytest.mark.parametrize(("spatial", "mode"), MODES)
@DRAWN
@given(data=st.data())
def test_samples(session: Session, spatial: int, mode: int, data: st.DataObject) -> None:
    d = Draw(data, ())
    case = Case(d, spatial, data.draw(st.sampled_from(("f32", "f16") if mode == 2 else ("f32", "f16", "bf16", "f64"))))
    exact = torch.grid_sampler(case.x.double(), case.grid.double(), mode, case.padding, case.corners)
    values = {"input": case.x, "grid": case.grid, **case.attributes(mode)}
    room = torch.empty(exact.shape, dtype=case.x.dtype)
    found = Call(session, f"GridSampler{spatial}D", d.rng, **values, out=room).run()
    assert_close(found, exact, 1, 1e-9 if case.x.dtype == torch.float64 else 1e-5)


@needs_torch
@pytest.mark.parametrize(("spatial", "mode"), MODES)
@DRAWN
@given(data=st.data())
def test_gradients(session: Session, spatial: int, mode: int, data: st.DataObject) -> None:
    d = Draw(data, ())
    case = Case(d, spatial, data.draw(st.sampled_from(("f32", "f16", "bf16", "f64"))))
    wide = [case.x.double().requires_grad_(), case.grid.double().requires_grad_()]
    exact = torch.grid_sampler(*wide, mode, case.padding, case.corners)
    grad = d.tensor(exact.shape, TYPES[case.x.dtype]) / 33
    slopes = torch.autograd.grad(exact, wide, grad.double())
    mask = [bool(d.integer(0, 1)), True]
    values = {"gradOutput": grad, "input": case.x, "grid": case.grid, **case.attributes(mode), "outputMask": mask}
    room = {"inputGrad": torch.empty_like(case.x), "gridGrad": torch.empty_like(case.grid)}
    found = Call(session, f"GridSampler{spatial}DBackward", d.rng, **values, **room).run()
    slack = 1e-9 if case.x.dtype == torch.float64 else 1e-4
    for part, slope, asked in zip(found, slopes, mask):
        if asked:
            assert_close(part, slope, 1, slack)


IMAGE, GRID, OUT = ("f32", (1, 2, 3, 3)), ("f32", (1, 4, 5, 2)), ("f32", (1, 2, 4, 5))
VOLUME, PLACES, SAMPLES = ("f32", (1, 2, 3, 3, 3)), ("f32", (1, 4, 5, 6, 3)), ("f32", (1, 2, 4, 5, 6))
MODE = {"interpolationMode": 0, "paddingMode": 0, "alignCorners": False}
BASES: dict[str, dict[str, Any]] = {
    "GridSampler2D": {"input": IMAGE, "grid": GRID, **MODE, "out": OUT},
    "GridSampler3D": {"input": VOLUME, "grid": PLACES, **MODE, "out": SAMPLES},
    "GridSampler2DBackward": {"gradOutput": OUT, "input": IMAGE, "grid": GRID, **MODE},
    "GridSampler3DBackward": {"gradOutput": SAMPLES, "input": VOLUME, "grid": PLACES, **MODE},
}
BASES["GridSampler2DBackward"].update(inputGrad=IMAGE, gridGrad=GRID, outputMask=(True, True))
BASES["GridSampler3DBackward"].update(inputGrad=VOLUME, gridGrad=PLACES, outputMask=(True, True))


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        *((name, {"paddingMode": 3}, "paddingMode") for name in BASES),
        *((name, {"interpolationMode": -1}, "interpolationMode") for name in BASES),
        *((name, {"interpolationMode": 3 if "2D" in name else 2}, "interpolationMode") for name in BASES),
        *((name, {"input": ("f32", (1, 2, 3))}, "input") for name in BASES),
        *((name, {"grid": ("f32", (1, 4, 2))}, "grid") for name in BASES),
        *((name, {"grid": ("f32", (2, *BASES[name]["grid"][1][1:]))}, "grid") for name in BASES),
        *((name, {"grid": ("f32", (*BASES[name]["grid"][1][:-1], 4))}, "grid") for name in BASES),
        ("GridSampler2D", {"out": IMAGE}, "out"),
        ("GridSampler2D", {"input": ("f32", (1, 2, 0, 3))}, "input"),
        ("GridSampler2D", {"grid": ("f16", (1, 4, 5, 2))}, "grid"),
        ("GridSampler3D", {"out": ("f16", (1, 2, 4, 5, 6))}, "out"),
        ("GridSampler2DBackward", {"gradOutput": IMAGE}, "gradOutput"),
        ("GridSampler2DBackward", {"outputMask": (True,)}, "outputMask"),
        ("GridSampler2DBackward", {"inputGrad": OUT}, "inputGrad"),
        ("GridSampler3DBackward", {"gridGrad": SAMPLES}, "gridGrad"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    values = {**BASES[name], **changed}
    if "input" in changed and "Backward" in name:
        values["inputGrad"] = changed["input"]
    assert_refused(session, name, parameter, **values)


def test_bicubic_has_two_types(session: Session) -> None:
    for short, parameter in (("f16", ""), ("bf16", "input"), ("f64", "input")):
        values = {name: (short, BASES["GridSampler2D"][name][1]) for name in ("input", "grid", "out")}
        assert_refused(session, "GridSampler2D", parameter, **{**MODE, "interpolationMode": 2}, **values)


@needs_torch
def test_a_position_that_is_no_number(session: Session) -> None:
    values = {"input": torch.ones(1, 1, 2, 2), "grid": torch.full((1, 1, 1, 2), np.nan), **MODE}
    assert Call(session, "GridSampler2D", **values, out=torch.ones(1, 1, 1, 1)).run().item() == 0
