"""Products, powers, norms and decompositions of matrices: against torch, or against what they promise."""

from __future__ import annotations

from typing import Any

import pytest
from array_calls import assert_refused
from drawing import DRAWN, Draw
from harness import Session
from hypothesis import given
from hypothesis import strategies as st
from torch_calls import DTYPES, TYPES, Call, assert_close, needs_torch, torch

WIDE = ("f32", "f64", "c64", "c128")
SLACK = {"f32": 3e-5, "f64": 1e-12, "c64": 3e-5, "c128": 1e-12, "f16": 4e-3, "bf16": 3e-2}


def _matrices(d: Draw, low: int = 0, high: int = 2) -> Any:
    x = d.tensor([*d.shape(low, high, shortest=1), d.integer(1, 4), d.integer(1, 4)])
    return x / 33 if x.is_floating_point() or x.is_complex() else x


def _double(x: Any) -> Any:
    return x.to(torch.complex128 if x.is_complex() else torch.float64)


def _assert_orthonormal(x: Any, slack: float) -> None:
    """The columns of each matrix."""
    assert_close(x.mH @ x, torch.eye(x.shape[-1]).to(x).expand(*x.shape[:-2], -1, -1), 0, slack)


@needs_torch
@pytest.mark.parametrize("in_place", [False, True])
@DRAWN
@given(data=st.data())
def test_cumulative_products(session: Session, in_place: bool, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8"))
    x = d.tensor(d.shape(0, 3, shortest=1)).remainder(3).round()
    dim = d.axis(x.shape)
    if in_place:
        expected = torch.cumprod(x.double() if x.is_floating_point() else x, dim).to(x.dtype)
        assert_close(Call(session, "InplaceCumprod", d.rng, input=x, dim=dim).run(), expected)
        return
    kind = d.data.draw(st.sampled_from(("f32", "f16", "i32", "i64", "u8")))
    expected = torch.cumprod(x.to(DTYPES[kind]).double(), dim).to(DTYPES[kind])
    asked = {"dim": (dim, "i32"), "dtype": DTYPES[kind], "out": torch.empty_like(expected)}
    assert_close(Call(session, "Cumprod", d.rng, input=x, **asked).run(), expected)


@needs_torch
@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
@pytest.mark.parametrize(
    ("start", "end", "steps", "base"), [(0, 3, 4, 2.0), (-1.5, 1.0, 7, 10.0), (2, 2, 1, 3.0), (1, 2, 0, 2.0)]
)
def test_powers(session: Session, short: str, start: float, end: float, steps: int, base: float) -> None:
    expected = torch.logspace(start, end, steps, base, dtype=torch.float64)
    values = {"start": start, "end": end, "steps": steps, "base": base}
    room = torch.empty(steps, dtype=DTYPES[short])
    assert_close(Call(session, "LogSpace", **values, result=room).run(), expected, 0.6)


@needs_torch
@DRAWN
@given(data=st.data())
def test_polar(session: Session, data: st.DataObject) -> None:
    d = Draw(data, ("f32",))
    shape = d.shape(0, 3, shortest=1)
    sizes, angles = d.tensor(shape), d.tensor(shape) / 33
    expected = torch.polar(sizes.double(), angles.double())
    room = torch.empty(shape, dtype=torch.complex64)
    assert_close(Call(session, "Polar", d.rng, input=sizes, angle=angles, out=room).run(), expected, 0, 3e-5)


@needs_torch
@DRAWN
@given(data=st.data())
def test_shifts_by_a_number(session: Session, data: st.DataObject) -> None:
    d = Draw(data, ("i8", "i16", "i32", "i64", "u8"))
    x, bits = d.tensor(d.shape(0, 3, shortest=1)), d.integer(0, 7)
    expected = torch.bitwise_left_shift(x, bits)
    assert_close(Call(session, "LeftShifts", d.rng, self=x, shiftBits=bits, out=torch.empty_like(x)).run(), expected)


@needs_torch
@pytest.mark.parametrize("short", ["uint16", "uint32", "uint64"])
def test_shifts_of_unsigned(session: Session, short: str) -> None:
    x = torch.tensor([1, 2, 3]).to(getattr(torch, short))
    found = Call(session, "LeftShifts", self=x, shiftBits=9, out=torch.empty_like(x)).run()
    assert found.tolist() == [512, 1024, 1536]


@needs_torch
@pytest.mark.parametrize("p", [0.0, 0.5, 1.0, 2.0, 3.0, float("inf")])
@DRAWN
@given(data=st.data())
def test_renorm(session: Session, p: float, data: st.DataObject) -> None:
    d = Draw(data, ("f32", "f16", "bf16"))
    x = d.tensor(d.shape(2, 4, shortest=1)) / 33
    dim, most = d.axis(x.shape), d.integer(0, 6) / 2
    wide = x.double().transpose(0, dim).contiguous()
    flat = wide.reshape(len(wide), -1)
    sizes = torch.linalg.vector_norm(flat, p, dim=1, keepdim=True)
    factors = torch.where(sizes > most, most / sizes.clamp_min(1e-30), 1.0)
    exact = (flat * factors).reshape(wide.shape).transpose(0, dim)
    slack = 1e-5 * (1 + float(x.double().abs().max()))
    for name, room in (("Renorm", {"out": torch.empty_like(x)}), ("InplaceRenorm", {})):
        found = Call(session, name, d.rng, self=x, p=p, dim=dim, maxNorm=most, **room).run()
        assert_close(found, exact, 1, slack)


@needs_torch
@DRAWN
@given(data=st.data())
def test_determinants(session: Session, data: st.DataObject) -> None:
    d = Draw(data, WIDE)
    n = d.integer(1, 4)
    x = d.tensor([*d.shape(0, 2, shortest=1), n, n]) / 33
    sign, logarithm = torch.linalg.slogdet(_double(x))
    room = {"signOut": torch.empty(sign.shape, dtype=x.dtype), "logOut": torch.empty(sign.shape, dtype=x.dtype)}
    found = Call(session, "Slogdet", d.rng, self=x, **room).run()
    near = 10 * SLACK[TYPES[x.dtype]] * float(torch.linalg.cond(_double(x)).max())
    assert_close(found[0], sign.to(x.dtype), 0, near)
    assert_close(found[1], logarithm.to(x.dtype), 0, near)


@needs_torch
def test_the_determinant_of_a_singular_matrix(session: Session) -> None:
    found = Call(session, "Slogdet", self=torch.ones(2, 2), signOut=torch.ones(()), logOut=torch.ones(())).run()
    assert [part.item() for part in found] == [0, -float("inf")]


@needs_torch
@pytest.mark.parametrize("short", ["f32", "bf16"])
@pytest.mark.parametrize("upper", [False, True])
@DRAWN
@given(data=st.data())
def test_cholesky(session: Session, short: str, upper: bool, data: st.DataObject) -> None:
    d = Draw(data, (short,))
    half = _matrices(d)
    x = (half.double() @ half.double().mT + torch.eye(half.shape[-2])).to(half.dtype)
    exact = torch.linalg.cholesky(x.double(), upper=upper)
    room = torch.empty_like(x)
    assert_close(Call(session, "LinalgCholesky", d.rng, self=x, upper=upper, out=room).run(), exact, 1, 1e-4)


@needs_torch
def test_cholesky_of_what_is_not_positive_definite(session: Session) -> None:
    x = torch.stack([torch.eye(2), -torch.eye(2)])
    found = Call(session, "LinalgCholesky", self=x, upper=False, out=torch.empty_like(x)).run()
    assert torch.equal(found[0], torch.eye(2))
    assert found[1].isnan().tolist() == [[True, False], [True, True]]


@needs_torch
@pytest.mark.parametrize("mode", ["reduced", "complete", "r"])
@DRAWN
@given(data=st.data())
def test_qr(session: Session, mode: str, data: st.DataObject) -> None:
    d = Draw(data, (*WIDE, "f16"))
    x = _matrices(d)
    wide = torch.linalg.qr(_double(x), mode)
    room = {name: torch.empty(part.shape, dtype=x.dtype) for name, part in zip("QR", wide)}
    code = {"reduced": 0, "complete": 1, "r": 2}[mode]
    q, r = Call(session, "LinalgQr", d.rng, self=x, mode=code, **room).run()
    slack = 10 * SLACK[TYPES[x.dtype]]
    assert (r.triu() == r).all()
    assert_close(r.abs(), wide[1].abs(), 0, slack * float(torch.linalg.cond(_double(x)).max().clamp(max=1e3)))
    if mode == "r":
        return
    assert_close(_double(q) @ _double(r), _double(x), 0, slack)
    assert_close(
        _double(q).mH @ _double(q), torch.eye(q.shape[-1]).to(_double(q)).expand(*q.shape[:-2], -1, -1), 0, slack
    )


@needs_torch
@pytest.mark.parametrize("full", [False, True])
@DRAWN
@given(data=st.data())
def test_singular_values(session: Session, full: bool, data: st.DataObject) -> None:
    d = Draw(data, WIDE)
    x = _matrices(d)
    u, sigma, adjoint = torch.linalg.svd(_double(x), full)
    room = {"sigma": sigma, "u": u, "v": adjoint.mH}
    asked = {name: torch.empty(part.shape, dtype=x.dtype) for name, part in room.items()}
    found = Call(session, "Svd", d.rng, input=x, fullMatrices=full, computeUV=True, **asked).run()
    s, left, right = (_double(part) for part in found)
    slack = 10 * SLACK[TYPES[x.dtype]]
    assert_close(s, sigma.to(s.dtype), 0, slack)
    least = s.shape[-1]
    assert_close(left[..., :least] * s.unsqueeze(-2) @ right[..., :least].mH, _double(x), 0, slack)
    for part in (left, right):
        _assert_orthonormal(part, slack)
    asked.update(u=torch.empty(0, dtype=x.dtype), v=torch.empty(0, dtype=x.dtype))
    alone = Call(session, "Svd", d.rng, input=x, fullMatrices=full, computeUV=False, **asked).run()[0]
    assert_close(_double(alone), sigma.to(s.dtype), 0, slack)


X, TWO = ("f32", (2, 3)), ("f32", (2, 2))
ONE = ("f32", ())
BASES: dict[str, dict[str, Any]] = {
    "Cumprod": {"input": X, "dim": (1, "i32"), "dtype": "f32", "out": X},
    "InplaceCumprod": {"input": X, "dim": (-2, "i64")},
    "LogSpace": {"start": (0, "i64"), "end": (1, "f32"), "steps": 3, "base": 2.0, "result": ("f32", (3,))},
    "Polar": {"input": X, "angle": X, "out": ("c64", (2, 3))},
    "LeftShifts": {"self": ("i32", (3,)), "shiftBits": (1, "i64"), "out": ("i32", (3,))},
    "Renorm": {"self": X, "p": (1, "f32"), "dim": 0, "maxNorm": (1, "f32"), "out": X},
    "InplaceRenorm": {"self": X, "p": (1, "f32"), "dim": -2, "maxNorm": (1, "f32")},
    "Slogdet": {"self": TWO, "signOut": ONE, "logOut": ONE},
    "LinalgCholesky": {"self": TWO, "upper": False, "out": TWO},
    "LinalgQr": {"self": X, "mode": 0, "Q": TWO, "R": X},
    "Svd": {
        "input": X,
        "fullMatrices": False,
        "computeUV": True,
        "sigma": ("f32", (2,)),
        "u": TWO,
        "v": ("f32", (3, 2)),
    },
}
BASES["Svd"].update(v=("f32", (3, 2)))


@pytest.mark.parametrize(
    ("name", "changed", "parameter"),
    [
        *((name, {}, "") for name in BASES),
        ("Cumprod", {"dim": (2, "i32")}, "dim"),
        ("Cumprod", {"dim": (1, "f32")}, "dim"),
        ("Cumprod", {"dtype": "f16"}, "out"),
        ("Cumprod", {"out": ("f32", (2,))}, "out"),
        ("Cumprod", {"input": ("bool", (2, 3))}, "input"),
        ("InplaceCumprod", {"dim": (-3, "i32")}, "dim"),
        ("LogSpace", {"steps": -1}, "steps"),
        ("LogSpace", {"steps": 2}, "result"),
        ("LogSpace", {"end": (1, "c64")}, "end"),
        ("LogSpace", {"result": ("f64", (3,))}, "result"),
        ("Polar", {"angle": TWO}, "angle"),
        ("Polar", {"input": ("f64", (2, 3)), "angle": ("f64", (2, 3))}, "input"),
        ("Polar", {"out": ("c64", (2,))}, "out"),
        ("LeftShifts", {"shiftBits": (1, "bool")}, "shiftBits"),
        ("LeftShifts", {"shiftBits": (1, "f32")}, "out"),
        ("LeftShifts", {"self": ("f32", (3,))}, "self"),
        ("LeftShifts", {"out": ("i32", (2,))}, "out"),
        ("Renorm", {"p": (-1, "f32")}, "p"),
        ("Renorm", {"maxNorm": (-1, "f32")}, "maxNorm"),
        ("Renorm", {"dim": 2}, "dim"),
        ("Renorm", {"self": ("f32", (3,)), "out": ("f32", (3,))}, "self"),
        ("Renorm", {"out": ("f16", (2, 3))}, "out"),
        ("InplaceRenorm", {"p": (1, "c64")}, "p"),
        ("InplaceRenorm", {"dim": -3}, "dim"),
        ("Slogdet", {"self": X}, "self"),
        ("Slogdet", {"self": ("f32", (2,))}, "self"),
        ("Slogdet", {"self": ("c64", (2, 2))}, "signOut"),
        ("Slogdet", {"logOut": ("f32", (2,))}, "logOut"),
        ("LinalgCholesky", {"self": X, "out": X}, "self"),
        ("LinalgCholesky", {"self": ("f32", (2,)), "out": ("f32", (2,))}, "self"),
        ("LinalgCholesky", {"out": ("bf16", (2, 2))}, "out"),
        ("LinalgCholesky", {"self": ("f64", (2, 2)), "out": ("f64", (2, 2))}, "self"),
        ("LinalgQr", {"mode": 3}, "mode"),
        ("LinalgQr", {"mode": 2}, "Q"),
        ("LinalgQr", {"Q": X}, "Q"),
        ("LinalgQr", {"R": TWO}, "R"),
        ("LinalgQr", {"self": ("bf16", (2, 3))}, "self"),
        ("Svd", {"sigma": ("f32", (3,))}, "sigma"),
        ("Svd", {"fullMatrices": True}, "v"),
        ("Svd", {"u": X}, "u"),
        ("Svd", {"computeUV": False, "u": X}, ""),
        ("Svd", {"input": ("f32", (0, 3))}, "input"),
        ("Svd", {"v": ("f64", (3, 2))}, "v"),
    ],
)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    assert_refused(session, name, parameter, **{**BASES[name], **changed})


def test_a_matrix_of_too_many_rows(session: Session) -> None:
    large = ("f32", (8193, 8193))
    assert_refused(session, "LinalgCholesky", "self", self=large, upper=False, out=large)
