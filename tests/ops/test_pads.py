"""Padding in three dimensions, and the gradients of padding by the tensor itself, against torch in float64."""

from __future__ import annotations

from typing import Any

import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import TYPES, Call, assert_close, needs_torch, torch

MODES = {"Reflection": "reflect", "Replication": "replicate"}
FLOATING = ("f32", "f16", "bf16", "f64", "c64", "c128")


def _image(d: Draw, spatial: int) -> tuple[Any, list[int]]:
    x = d.tensor([*d.shape(1, 2, shortest=1), *(d.integer(1, 4) for _ in range(spatial))])
    lengths = [length for length in x.shape[-1 : -spatial - 1 : -1] for _ in range(2)]
    return x, [d.integer(0, length - 1) for length in lengths]


@needs_torch
@pytest.mark.parametrize("kind", MODES)
@DRAWN
@given(data=st.data())
def test_volumes(session: Session, kind: str, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8"))
    x, padding = _image(d, 3)
    exact = torch.nn.functional.pad(x.double(), padding, MODES[kind])
    room = torch.empty(exact.shape, dtype=x.dtype)
    assert_close(Call(session, f"{kind}Pad3d", d.rng, self=x, padding=padding, out=room).run(), exact)


@needs_torch
@pytest.mark.parametrize("spatial", [1, 2, 3])
@pytest.mark.parametrize("kind", MODES)
@DRAWN
@given(data=st.data())
def test_gradients(session: Session, kind: str, spatial: int, data: st.DataObject) -> None:
    d = Draw(data, FLOATING)
    x, padding = _image(d, spatial)
    wide = x.to(torch.complex128 if x.is_complex() else torch.float64).requires_grad_()
    padded = torch.nn.functional.pad(wide, padding, MODES[kind])
    grad = d.tensor(padded.shape, TYPES[x.dtype]) / 33
    (exact,) = torch.autograd.grad(padded, wide, grad.to(wide.dtype))
    values = {"gradOutput": grad, "self": x, "padding": padding, "gradInput": torch.empty_like(x)}
    assert_close(Call(session, f"{kind}Pad{spatial}dBackward", d.rng, **values).run(), exact, 1, 1e-5)


def _base(spatial: int, gradient: bool, short: str = "f32") -> dict[str, Any]:
    small, large = (short, (2, *[9] * spatial)), (short, (2, *[11] * spatial))
    values: dict[str, Any] = {"self": small, "padding": [1] * (2 * spatial)}
    return {**values, "gradOutput": large, "gradInput": small} if gradient else {**values, "out": large}


@pytest.mark.parametrize("kind", MODES)
@pytest.mark.parametrize(("spatial", "gradient"), [(3, False), (1, True), (2, True), (3, True)])
def test_refused(session: Session, kind: str, spatial: int, gradient: bool) -> None:
    name, base = f"{kind}Pad{spatial}d{'Backward' if gradient else ''}", _base(spatial, gradient)
    assert_refused(session, name, "", **base)
    longer = ("f32", (2, *[12] * spatial))
    flat = ("f32", (9,) * spatial)
    for changed, parameter in (
        ({"padding": [1] * (2 * spatial + 1)}, "padding"),
        ({"padding": [9] * (2 * spatial)}, "padding"),
        ({"padding": [-1] * (2 * spatial)}, "padding"),
        ({"self": flat}, "self"),
        ({"self": ("f32", (2, *[0] * spatial))}, "self"),
        ({"gradOutput": longer} if gradient else {"out": longer}, "gradOutput" if gradient else "out"),
    ):
        assert_refused(session, name, parameter, **{**base, **changed})
    if gradient:
        assert_refused(session, name, "gradInput", **{**base, "gradInput": ("f32", (1, *[9] * spatial))})
        assert_refused(session, name, "self", **_base(spatial, True, "i32"))


@pytest.mark.parametrize("kind", MODES)
def test_narrow_borders_of_bf16_images(session: Session, kind: str) -> None:
    wide = {**_base(2, True, "bf16"), "padding": [8, 0, 0, 0], "gradOutput": ("bf16", (2, 9, 17))}
    assert_refused(session, f"{kind}Pad2dBackward", "padding", **wide)
    narrow = {**wide, "padding": [7, 0, 0, 0], "gradOutput": ("bf16", (2, 9, 16))}
    assert_refused(session, f"{kind}Pad2dBackward", "", **narrow)
