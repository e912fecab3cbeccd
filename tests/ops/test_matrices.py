"""Matrix products against torch in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from harness import Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

DRAWN = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TYPES = ("f32", "f16", "bf16")
lengths = st.integers(1, 6)


def _matrices(data: st.DataObject, *shapes: tuple[int, ...]) -> tuple[np.random.Generator, list[Any]]:
    rng = np.random.default_rng(data.draw(st.integers(0, 9999)))
    dtype = DTYPES[data.draw(st.sampled_from(TYPES))]
    return rng, [draw(rng, shape, dtype) for shape in shapes]


@DRAWN
@given(data=st.data())
def test_matmul(session: Session, data: st.DataObject) -> None:
    m, k, n, batch = (data.draw(lengths) for _ in range(4))
    left = data.draw(st.sampled_from([(k,), (m, k), (batch, m, k), (1, batch, m, k)]))
    right = data.draw(st.sampled_from([(k,), (k, n), (1, k, n), (2, batch, k, n)]))
    rng, (first, second) = _matrices(data, left, right)
    exact = torch.matmul(first.double(), second.double())
    out = torch.empty(exact.shape, dtype=first.dtype)
    result = Call(session, "Matmul", rng, self=first, mat2=second, out=out, cubeMathType=0).run()
    assert_close(result, exact, 1.0, 1e-4)


@DRAWN
@given(data=st.data())
def test_products_with_an_addend(session: Session, data: st.DataObject) -> None:
    m, k, n, b = (data.draw(lengths) for _ in range(4))
    rng, (first, second, bias, full) = _matrices(data, (m, k), (k, n), (n,), (m, n))
    wide = [tensor.double() for tensor in (first, second, bias, full)]
    out = torch.empty(m, n, dtype=first.dtype)
    mats = {"mat1": first, "mat2": second, "beta": 0.5, "alpha": 2.0, "cubeMathType": 0}
    exact = torch.addmm(wide[2], wide[0], wide[1], beta=0.5, alpha=2)
    assert_close(Call(session, "Addmm", rng, self=bias, **mats, out=out).run(), exact, 1.0, 1e-4)
    exact = torch.addmm(wide[3], wide[0], wide[1], beta=0.5, alpha=2)
    assert_close(Call(session, "InplaceAddmm", rng, self=full, **mats).run(), exact, 1.0, 1e-4)
    gemm = {"A": first.T.contiguous(), "B": second, "C": full, "alpha": 2.0, "beta": 0.5, "transA": 1, "transB": 0}
    assert_close(Call(session, "Gemm", rng, **gemm, out=out, cubeMathType=0).run(), exact, 1.0, 1e-4)
    vector = {"mat": first, "vec": second[:, 0].contiguous(), "alpha": 2.0, "beta": 0.5, "cubeMathType": 0}
    exact = torch.addmv(wide[3][:, 0], wide[0], wide[1][:, 0], beta=0.5, alpha=2)
    column = full[:, 0].contiguous()
    result = Call(session, "Addmv", rng, self=column, **vector, out=torch.empty_like(column)).run()
    assert_close(result, exact, 1.0, 1e-4)
    rng, (left, right) = _matrices(data, (b, m, k), (b, k, n))
    full = full.to(left.dtype)
    batches = {"batch1": left, "batch2": right, "beta": 0.5, "alpha": 2.0, "cubeMathType": 0}
    exact = torch.baddbmm(full.double(), left.double(), right.double(), beta=0.5, alpha=2)
    result = Call(session, "Baddbmm", rng, self=full, **batches, out=torch.empty(b, m, n, dtype=left.dtype)).run()
    assert_close(result, exact, 1.0, 1e-4)
    exact = torch.addbmm(full.double(), left.double(), right.double(), beta=0.5, alpha=2)
    assert_close(Call(session, "InplaceAddbmm", rng, self=full, **batches).run(), exact, 1.0, 3e-4)
    out = torch.empty(b, m, n, dtype=left.dtype)
    result = Call(session, "BatchMatMul", rng, self=left, mat2=right, out=out, cubeMathType=0).run()
    assert_close(result, left.double() @ right.double(), 1.0, 1e-4)


def test_vectors(session: Session) -> None:
    matrix, vector = torch.arange(6.0).reshape(2, 3), torch.tensor([1.0, -1.0, 2.0])
    out = torch.empty(2)
    assert Call(session, "Mv", self=matrix, vec=vector, out=out, cubeMathType=0).run().tolist() == [3, 9]
    assert Call(session, "Dot", self=vector, tensor=vector, out=torch.empty(())).run() == 6
    assert Call(session, "Mm", self=matrix, mat2=matrix.T, out=torch.empty(2, 2), cubeMathType=0).run().tolist() == [
        [5, 14],
        [14, 50],
    ]


def test_float16_accumulates_in_float(session: Session) -> None:
    """4096 products of 1 and 1 stay exact; in FLOAT16 the sum would stop at 2048."""
    ones = torch.ones(1, 4096, dtype=torch.float16)
    out = torch.empty(1, 1, dtype=torch.float16)
    assert Call(session, "Mm", self=ones, mat2=ones.T, out=out, cubeMathType=0).run() == 4096
    wide = torch.empty(1, 1)
    tenth = torch.full((1, 3), 0.1, dtype=torch.float16)
    result = Call(session, "Mm", self=tenth, mat2=tenth.T, out=wide, cubeMathType=0).run()
    assert_close(result, (tenth.double() @ tenth.double().T), 1.0)  # not rounded to FLOAT16 in between


def test_use_fp16(session: Session) -> None:
    value = torch.full((1, 1), 1 + 2.0**-12)
    one = torch.ones(1, 1)
    for mode, expected in ((0, 1 + 2.0**-12), (2, 1.0)):
        assert Call(session, "Mm", self=value, mat2=one, out=one, cubeMathType=mode).run() == expected


def test_a_beta_of_zero_forgets_the_addend(session: Session) -> None:
    one, nan = torch.ones(1, 1), torch.full((1, 1), float("nan"))
    call = Call(session, "Addmm", self=nan, mat1=one, mat2=one, beta=0, alpha=1, out=one, cubeMathType=0)
    assert call.run() == 1


@pytest.mark.parametrize("product", ["310P"])
def test_older_products_take_no_float(session: Session) -> None:
    one = torch.ones(1, 1)
    assert Call(session, "Mm", self=one, mat2=one, out=one, cubeMathType=0).plan() == 161002
    assert "Parameter cubeMathType" in session.message()
    assert Call(session, "Mm", self=one, mat2=one, out=one, cubeMathType=1).plan() == 0


def test_refused(session: Session) -> None:
    a, b = torch.ones(2, 3), torch.ones(3, 4)
    for changes, parameter in (
        ({"mat2": torch.ones(4, 4)}, "mat2"),
        ({"self": torch.ones(2, 3, 1)}, "self"),
        ({"out": torch.ones(2, 3)}, "out"),
        ({"cubeMathType": 9}, "cubeMathType"),
    ):
        arguments = {"self": a, "mat2": b, "out": torch.ones(2, 4), "cubeMathType": 0} | changes
        assert Call(session, "Mm", **arguments).plan() == 161002
        assert f"Parameter {parameter} " in session.message()
    bias = torch.ones(3)
    call = Call(session, "Addmm", self=bias, mat1=a, mat2=b, beta=1, alpha=1, out=torch.ones(2, 4), cubeMathType=0)
    assert call.plan() == 161002
    assert "Parameter self " in session.message()


def test_nothing_to_multiply(session: Session) -> None:
    """An inner length of 0 gives zeros, and an empty result runs nothing."""
    result = Call(
        session, "Mm", self=torch.ones(2, 0), mat2=torch.ones(0, 2), out=torch.ones(2, 2), cubeMathType=0
    ).run()
    assert result.tolist() == [[0, 0], [0, 0]]
    empty = Call(session, "Mm", self=torch.ones(0, 2), mat2=torch.ones(2, 2), out=torch.ones(0, 2), cubeMathType=0)
    assert empty.run().shape == (0, 2)


@pytest.mark.parametrize("short", ["f32", "f64", "c64", "i32", "bool"])
def test_trace(session: Session, short: str) -> None:
    rng = np.random.default_rng(1)
    values = draw(rng, (3, 5), DTYPES[short])
    out = torch.empty((), dtype=torch.int64 if short in ("i32", "bool") else DTYPES[short])
    assert_close(Call(session, "Trace", rng, self=values, out=out).run(), values.to(out.dtype).trace(), 2.0)


@pytest.mark.parametrize("short", ["f32", "f64", "c64"])
@pytest.mark.parametrize(("upper", "transpose"), [(True, False), (False, False), (True, True), (False, True)])
@pytest.mark.parametrize("unit", [True, False])
def test_triangular_solve(session: Session, short: str, upper: bool, transpose: bool, unit: bool) -> None:
    rng = np.random.default_rng(2)
    wide = torch.complex128 if short == "c64" else torch.float64
    right, matrix = draw(rng, (2, 4, 3), DTYPES[short]), draw(rng, (1, 4, 4), DTYPES[short])
    matrix = matrix + 4 * torch.eye(4, dtype=matrix.dtype)
    options = {"upper": upper, "transpose": transpose, "unitriangular": unit}
    exact = torch.triangular_solve(right.to(wide), matrix.to(wide), **options)
    x, m = torch.empty(2, 4, 3, dtype=right.dtype), torch.empty(2, 4, 4, dtype=right.dtype)
    solution, triangle = Call(session, "TriangularSolve", rng, self=right, A=matrix, **options, xOut=x, mOut=m).run()
    assert_close(solution, exact.solution, 64.0, 1e-4 if short != "f64" else 1e-12)
    assert_close(triangle, (matrix.triu() if upper else matrix.tril()).expand(2, 4, 4))


def test_inverse(session: Session) -> None:
    rng = np.random.default_rng(3)
    values = draw(rng, (2, 4, 4), torch.float32) + 5 * torch.eye(4)
    result = Call(session, "Inverse", rng, self=values, out=torch.empty_like(values)).run()
    assert_close(result, torch.linalg.inv(values.double()), 64.0, 1e-6)
    assert Call(session, "Inverse", self=torch.ones(2, 3), out=torch.empty(2, 3)).plan() == 161002


@pytest.mark.parametrize("short", ["f32", "f16", "i32", "c64"])
def test_cross(session: Session, short: str) -> None:
    rng = np.random.default_rng(4)
    left, right = draw(rng, (2, 3, 4), DTYPES[short]), draw(rng, (3, 1), DTYPES[short])
    wide = {"c64": torch.complex128, "i32": torch.int32}.get(short, torch.float64)
    exact = torch.linalg.cross(left.to(wide), right.expand(2, 3, 4).to(wide), dim=1)
    for dim in (1, -2):
        call = Call(session, "LinalgCross", rng, self=left, other=right, dim=dim, out=torch.empty_like(left))
        assert_close(call.run(), exact, 1.0, 1e-5)
    assert Call(session, "LinalgCross", self=left, other=right, dim=0, out=left).plan() == 161002


@pytest.mark.parametrize("short", ["f32", "bf16", "i64"])
def test_addr(session: Session, short: str) -> None:
    rng = np.random.default_rng(5)
    self, left, right = (draw(rng, shape, DTYPES[short]) for shape in ((4,), (3,), (4,)))
    wide = [value.double() if value.is_floating_point() else value for value in (self, left, right)]
    factors = {"betaOptional": 3, "alphaOptional": 2}
    call = Call(
        session, "Addr", rng, self=self, vec1=left, vec2=right, **factors, out=torch.empty(3, 4, dtype=self.dtype)
    )
    assert_close(call.run(), torch.addr(*wide, beta=3, alpha=2), 1.0, 1e-6)
    full = draw(rng, (3, 4), DTYPES[short])
    wide[0] = full.double() if full.is_floating_point() else full
    assert_close(
        Call(session, "InplaceAddr", rng, self=full, vec1=left, vec2=right).run(), torch.addr(*wide), 1.0, 1e-6
    )
