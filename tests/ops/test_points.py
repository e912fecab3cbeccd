"""Distances between points, rows scaled to a norm, and grids of positions: against torch in float64."""

from __future__ import annotations

from typing import Any

import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import Call, assert_close, needs_torch, torch

NARROW = ("f32", "f16", "bf16")
ORDERS = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0, float("inf")]


def _few(d: Draw, shape: Any) -> Any:
    """Small whole numbers: some points are the same, some only in a coordinate."""
    return d.tensor(shape).remainder(4).round()


@needs_torch
@pytest.mark.parametrize("p", ORDERS)
@DRAWN
@given(data=st.data())
def test_distances(session: Session, p: float, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    batch, length = d.shape(0, 2, shortest=1), d.integer(0, 4)
    first = _few(d, [*batch, d.integer(1, 4), length])
    second = _few(d, [*(d.data.draw(st.sampled_from((1, n))) for n in batch), d.integer(1, 4), length]).to(first.dtype)
    exact = torch.cdist(first.double(), second.double(), p, "donot_use_mm_for_euclid_dist")
    room = torch.empty(exact.shape, dtype=first.dtype)
    values = {"x1": first, "x2": second, "p": p, "compute_mode": 2, "out": room}
    assert_close(Call(session, "Cdist", d.rng, **values).run(), exact, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("p", [order for order in ORDERS if order >= 1])
@DRAWN
@given(data=st.data())
def test_gradient_of_distances(session: Session, p: float, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    batch, length = d.shape(0, 2, shortest=1), d.integer(1, 4)
    first, second = (_few(d, [*batch, d.integer(1, 4), length]) for _ in range(2))
    second = second.to(first.dtype)
    distances = torch.cdist(first.double(), second.double(), p, "donot_use_mm_for_euclid_dist").to(first.dtype)
    grad = (d.tensor(distances.shape) / 33).to(first.dtype)
    apart = first.double().unsqueeze(-2) - second.double().unsqueeze(-3)
    size, far = apart.abs(), distances.double().unsqueeze(-1)
    if p == float("inf"):
        slopes = apart.sign() * (size == far)
    else:
        slopes = torch.where(far == 0, 0, apart.sign() * size ** (p - 1) / far.clamp_min(1e-9) ** (p - 1))
        slopes = torch.where(size == 0, 0, slopes)
    exact = (grad.double().unsqueeze(-1) * slopes).sum(-2)
    values = {"grad": grad, "x1": first, "x2": second, "cdist": distances, "p": p, "out": torch.empty_like(first)}
    assert_close(Call(session, "CdistBackward", d.rng, **values).run(), exact, 1, 1e-4)


@needs_torch
@pytest.mark.parametrize("p", ORDERS)
@DRAWN
@given(data=st.data())
def test_distances_among_rows(session: Session, p: float, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16"))
    x = _few(d, [d.integer(2, 5), d.integer(1, 4)])
    exact = torch.nn.functional.pdist(x.double(), p)
    room = torch.empty(exact.shape, dtype=x.dtype)
    assert_close(Call(session, "Pdist", d.rng, self=x, p=p, out=room).run(), exact, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("p", [0.0, 1.0, 2.0, float("inf")])
@DRAWN
@given(data=st.data())
def test_rows_of_an_embedding(session: Session, p: float, data: st.DataObject) -> None:
    """A row that several indices name is scaled once."""
    d = Draw(data, NARROW)
    x = d.tensor([d.integer(1, 5), d.integer(1, 4)]) / 33
    indices, most = d.index(d.shape(0, 2), len(x)), d.integer(0, 4) / 2
    exact = torch.embedding_renorm_(x.double(), indices.reshape(-1).long(), most, p)
    values = {"selfRef": x, "indices": indices, "maxNorm": most, "normType": p}
    assert_close(Call(session, "EmbeddingRenorm", d.rng, **values).run(), exact, 1, 1e-5)


@needs_torch
@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize("spatial", [2, 3])
@DRAWN
@given(data=st.data())
def test_affine_grid(session: Session, spatial: int, corners: bool, data: st.DataObject) -> None:
    d = Draw(data, NARROW)
    size = [d.integer(1, 2), d.integer(1, 2), *(d.integer(1, 4) for _ in range(spatial))]
    theta = d.tensor([size[0], spatial, spatial + 1]) / 33
    exact = torch.nn.functional.affine_grid(theta.double(), size, corners)
    room = torch.empty(exact.shape, dtype=theta.dtype)
    found = Call(session, "AffineGrid", d.rng, theta=theta, size=size, alignCorners=corners, out=room).run()
    assert_close(found, exact, 1, 1e-5)


FOUR = ("f32", (4, 2))
BASES: dict[str, dict[str, Any]] = {
    "Cdist": {"x1": FOUR, "x2": ("f32", (3, 2)), "p": 2.0, "compute_mode": 2, "out": ("f32", (4, 3))},
    "CdistBackward": {"grad": ("f32", (4, 3)), "x1": FOUR, "x2": ("f32", (3, 2)), "cdist": ("f32", (4, 3)), "p": 2.0},
    "Pdist": {"self": FOUR, "p": 2.0, "out": ("f32", (6,))},
    "EmbeddingRenorm": {"selfRef": FOUR, "indices": ("i64", (2,)), "maxNorm": 1.0, "normType": 2.0},
    "AffineGrid": {"theta": ("f32", (1, 2, 3)), "size": (1, 1, 2, 3), "alignCorners": False},
}
BASES["CdistBackward"].update(out=FOUR)
BASES["AffineGrid"].update(out=("f32", (1, 2, 3, 2)))


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("Cdist", {"p": -1.0}, "p"),
        ("Cdist", {"p": float("nan")}, "p"),
        ("Cdist", {"x2": ("f32", (3, 3))}, "x2"),
        ("Cdist", {"x1": ("f32", (2,))}, "x1"),
        ("Cdist", {"x2": ("f32", (2,))}, "x2"),
        ("Cdist", {"x1": ("f32", (2, 4, 2)), "x2": ("f32", (3, 3, 2))}, "x2"),
        ("Cdist", {"out": ("f32", (3, 4))}, "out"),
        ("CdistBackward", {"x1": ("f32", (3, 2))}, "x1"),
        ("CdistBackward", {"x2": ("f32", (4, 2))}, "x2"),
        ("CdistBackward", {"x2": ("f32", (3, 3))}, "x2"),
        ("CdistBackward", {"cdist": ("f32", (3, 4))}, "cdist"),
        ("CdistBackward", {"grad": ("f32", (4,))}, "grad"),
        ("CdistBackward", {"out": ("f32", (3, 2))}, "out"),
        ("Pdist", {"p": -1.0}, "p"),
        ("Pdist", {"self": ("f32", (4,))}, "self"),
        ("Pdist", {"out": ("f32", (5,))}, "out"),
        ("Pdist", {"self": ("bf16", (4, 2)), "out": ("bf16", (6,))}, "self"),
        ("EmbeddingRenorm", {"selfRef": ("f32", (4,))}, "selfRef"),
        ("EmbeddingRenorm", {"indices": ("f32", (2,))}, "indices"),
        ("AffineGrid", {"size": (1, 1, 2)}, "size"),
        ("AffineGrid", {"size": (1, 1, 2, 0)}, "size"),
        ("AffineGrid", {"size": (1, 1, 2, 100_001)}, "size"),
        ("AffineGrid", {"theta": ("f32", (1, 3, 4))}, "theta"),
        ("AffineGrid", {"theta": ("f32", (2, 3))}, "theta"),
        ("AffineGrid", {"out": ("f32", (1, 3, 2, 2))}, "out"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})
