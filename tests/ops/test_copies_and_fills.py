"""Copies, casts, fills, choices and sequences against torch, or against what CANN's pages promise."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from harness import CODES, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

BASIC = ("f32", "f16", "bf16", "f64", "i8", "i16", "i32", "i64", "u8", "bool")
DRAWN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
types = st.sampled_from((*BASIC, "c64"))


@DRAWN
@given(source=types, target=types, shape=st.lists(st.integers(0, 4), max_size=4), seed=st.integers(0, 999))
def test_cast_and_copy(session: Session, source: str, target: str, shape: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = draw(rng, shape, DTYPES[source], 0, 99)
    expected = values.real.to(DTYPES[target]) if source == "c64" and target != "c64" else values.to(DTYPES[target])
    if source == "c64" and target == "bool":
        expected = values.real != 0
    out = torch.empty(shape, dtype=DTYPES[target])
    assert_close(Call(session, "Cast", rng, self=values, dtype=DTYPES[target], out=out).run(), expected)
    assert_close(Call(session, "InplaceCopy", rng, selfRef=out.zero_(), src=values).run(), expected)


def test_casts_at_the_limits(session: Session) -> None:
    """NaN becomes 0, as the page says; what a 32-bit integer cannot hold saturates."""
    values = torch.tensor([float("nan"), float("inf"), float("-inf"), 3e9, -3e9, 2.9, -2.9])
    out = torch.empty(7, dtype=torch.int32)
    result = Call(session, "Cast", self=values, dtype=torch.int32, out=out).run()
    assert result.tolist() == [0, 2**31 - 1, -(2**31), 2**31 - 1, -(2**31), 2, -2]


EIGHT = [("f8e5", "float8_e5m2", 0x7C), ("f8e4", "float8_e4m3fn", 0x7F)]


@pytest.mark.parametrize("product", ["950"])
@pytest.mark.parametrize(("short", "name", "too_much"), EIGHT)
def test_casts_to_and_from_8_bit_floats(session: Session, short: str, name: str, too_much: int) -> None:
    """Rounded once to nearest even; what is too large is an infinity or NaN, unlike in torch."""
    values = np.array([1.0, 1.0625, -3.3, 1e-3, 0.0, 1e9], np.float32)
    wanted = torch.from_numpy(values).to(getattr(torch, name))
    wanted.view(torch.uint8)[-1] = too_much
    code, out = session.tensor(np.zeros(6, np.uint8), short), session.tensor(np.zeros(6, np.float32), "f32")
    session.run("aclnnCast", session.tensor(values, "f32"), CODES[short], code)
    assert session.read(code).tolist() == wanted.view(torch.uint8).tolist()
    session.run("aclnnCast", code, CODES["f32"], out)
    assert np.array_equal(session.read(out), wanted.to(torch.float32).numpy(), equal_nan=True)


@pytest.mark.parametrize(("product", "status"), [("A2", 161002), ("950", 0)])
def test_only_the_950_has_8_bit_floats(session: Session, product: str, status: int) -> None:
    """HIFLOAT8 rounds halves away from zero: 1.0625 is 1.125 there."""
    values, code = session.tensor(np.array([1.0625], np.float32), "f32"), session.tensor(np.zeros(1, np.uint8), "hif8")
    assert session.plan("aclnnCast", values, CODES["hif8"], code)[0] == status
    if status:
        assert "Parameter out must not be HIFLOAT8 on Ascend910B1" in session.message()
    else:
        session.run("aclnnCast", values, CODES["hif8"], code)
        assert session.read(code).tolist() == [0x09]


def test_copy_is_broadcast(session: Session) -> None:
    result = Call(session, "InplaceCopy", selfRef=torch.zeros(2, 3), src=torch.tensor([1.0, 2.0, 3.0])).run()
    assert result.tolist() == [[1, 2, 3], [1, 2, 3]]
    assert Call(session, "InplaceCopy", selfRef=torch.zeros(3), src=torch.zeros(2, 3)).plan() == 161002


def test_cast_says_its_type_twice(session: Session) -> None:
    out = torch.empty(2, dtype=torch.float16)
    assert Call(session, "Cast", self=torch.zeros(2), dtype=torch.float32, out=out).plan() == 161002
    assert "Parameter dtype must be the data type of out" in session.message()


@pytest.mark.parametrize("short", BASIC)
def test_fills(session: Session, short: str) -> None:
    rng = np.random.default_rng(1)
    start = draw(rng, (3, 2), DTYPES[short])
    value = True if short == "bool" else 2
    assert (Call(session, "InplaceFillScalar", rng, selfRef=start, value=value).run() == value).all()
    assert (Call(session, "InplaceZero", rng, selfRef=start).run() == 0).all()
    assert (Call(session, "InplaceOne", rng, selfRef=start).run() == 1).all()
    if short != "f64":
        one = torch.full((), value, dtype=DTYPES[short])
        assert (Call(session, "InplaceFillTensor", rng, selfRef=start, value=one).run() == value).all()


def test_fill_of_integers_with_a_fraction(session: Session) -> None:
    result = Call(session, "InplaceFillScalar", selfRef=torch.zeros(2, dtype=torch.int32), value=-2.75).run()
    assert result.tolist() == [-2, -2]


@DRAWN
@given(data=st.data())
def test_where_and_masks(session: Session, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    dtype = DTYPES[data.draw(st.sampled_from(BASIC))]
    condition = draw(rng, (3, 1), torch.bool)
    left, right = draw(rng, (3, 4), dtype), draw(rng, (4,), dtype)
    out = torch.empty(3, 4, dtype=dtype)
    assert_close(
        Call(session, "SWhere", rng, condition=condition, self=left, other=right, out=out).run(),
        torch.where(condition, left, right),
    )
    if dtype in (torch.float64, torch.int16, torch.uint8):
        return
    filled = Call(session, "InplaceMaskedFillScalar", rng, selfRef=left, mask=condition, value=True).run()
    assert_close(filled, left.masked_fill(condition, 1))
    one = torch.ones((), dtype=dtype)
    assert_close(Call(session, "InplaceMaskedFillTensor", rng, selfRef=left, mask=condition, value=one).run(), filled)


@pytest.mark.parametrize("short", BASIC)
def test_masked_select(session: Session, short: str) -> None:
    rng = np.random.default_rng(5)
    values, mask = draw(rng, (4, 5), DTYPES[short]), draw(rng, (5,), torch.bool)
    call = Call(session, "MaskedSelect", self=values, mask=mask, out=torch.empty(20, dtype=DTYPES[short]))
    expected = torch.masked_select(values, mask)
    assert_close(call.run()[: len(expected)], expected)
    assert _view_shape(session, call.views["out"].device.handle) == [len(expected)]


def _view_shape(session: Session, handle: int) -> list[int]:
    import ctypes

    dims, count = ctypes.POINTER(ctypes.c_int64)(), ctypes.c_uint64()
    status = session.acl.aclGetViewShape(ctypes.c_void_p(handle), ctypes.byref(dims), ctypes.byref(count))
    assert status == 0
    return [dims[i] for i in range(count.value)]


@pytest.mark.parametrize(
    ("start", "end", "step", "dtype"),
    [(0, 10, 1, "i64"), (2, 9, 3, "i32"), (5, -5, -2, "i64"), (0.0, 1.0, 0.1, "f32"), (1.0, 2.0, 0.25, "f16")],
)
def test_sequences(session: Session, start: Any, end: Any, step: Any, dtype: str) -> None:
    expected = torch.arange(start, end, step, dtype=DTYPES[dtype])
    result = Call(session, "Arange", start=start, end=end, step=step, out=torch.empty_like(expected)).run()
    assert_close(result, expected, 1.0, 1e-7)
    closed = torch.empty(len(expected) + 1, dtype=DTYPES[dtype])
    last = start + step * len(expected)
    closed_result = Call(session, "Range", start=start, end=last, step=step, out=closed).run()
    assert_close(closed_result[:-1], expected, 1.0, 1e-7)
    assert abs(float(closed_result[-1]) - last) < 1e-6


def test_sequences_of_any_shape(session: Session) -> None:
    """The page gives out no number of dimensions; ggml hands four over."""
    result = Call(session, "Arange", start=0, end=6, step=1, out=torch.empty(1, 2, 1, 3)).run()
    assert result.flatten().tolist() == [0, 1, 2, 3, 4, 5]


def test_sequences_that_go_nowhere(session: Session) -> None:
    for name in ("Arange", "Range"):
        assert Call(session, name, start=0, end=3, step=0, out=torch.empty(3)).plan() == 161002
        assert Call(session, name, start=0, end=3, step=-1, out=torch.empty(3)).plan() == 161002
        assert "Parameter end" in session.message()


@DRAWN
@given(data=st.data())
def test_clamps(session: Session, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    dtype = DTYPES[data.draw(st.sampled_from(BASIC[:-1]))]
    values, low, high = draw(rng, (3, 4), dtype, 0, 9), 2, 5
    out = torch.empty(3, 4, dtype=dtype)
    kinds = {"clipValueMin": low, "clipValueMax": high}
    assert_close(Call(session, "Clamp", rng, self=values, **kinds, out=out).run(), values.clamp(low, high))
    assert_close(Call(session, "Clamp", rng, self=values, clipValueMax=high, out=out).run(), values.clamp(max=high))
    assert_close(Call(session, "Hardtanh", rng, self=values, **kinds, out=out).run(), values.clamp(low, high))
    assert_close(Call(session, "ClampMin", rng, self=values, clipValueMin=low, out=out).run(), values.clamp(min=low))
    assert_close(Call(session, "InplaceClampMax", rng, self=values, clipValueMax=high).run(), values.clamp(max=high))
    bounds = torch.full((4,), low, dtype=dtype), torch.full((3, 1), high, dtype=dtype)
    tensors = dict(zip(kinds, bounds))
    assert_close(Call(session, "ClampTensor", rng, self=values, **tensors, out=out).run(), values.clamp(low, high))
    result = Call(session, "InplaceClampMaxTensor", rng, self=values, clipValueMax=bounds[1]).run()
    assert_close(result, values.clamp(max=high))


def test_clamp_without_bounds(session: Session) -> None:
    assert Call(session, "Clamp", self=torch.zeros(2), out=torch.empty(2)).plan() == 161001


@pytest.mark.parametrize("short", ["f32", "f16", "bf16", "f64", "i64"])
def test_scaled_products(session: Session, short: str) -> None:
    rng = np.random.default_rng(2)
    left, first = draw(rng, (3, 4), DTYPES[short]), draw(rng, (4,), DTYPES[short])
    second = draw(rng, (3, 1), DTYPES[short], 1, 5)
    fields = {"self": left, "tensor1": first, "tensor2": second}
    wide = [value.double() if value.is_floating_point() else value for value in fields.values()]
    result = Call(session, "Addcmul", rng, **fields, value=2, out=torch.empty_like(left)).run()
    assert_close(result, torch.addcmul(*wide, value=2), 1.0, 1e-6)
    if short != "i64":
        quotient = Call(session, "InplaceAddcdiv", rng, **fields, value=0.5).run()
        assert_close(quotient, torch.addcdiv(*wide, value=0.5), 1.0, 1e-6)


@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
def test_lerp(session: Session, short: str) -> None:
    rng = np.random.default_rng(2)
    left, end, weight = (draw(rng, (3, 4), DTYPES[short]) for _ in range(3))
    out = torch.empty_like(left)
    result = Call(session, "Lerp", rng, self=left, end=end, weight=weight, out=out).run()
    assert_close(result, torch.lerp(left.double(), end.double(), weight.double()), 1.0, 3e-6)
    scaled = Call(session, "InplaceLerps", rng, self=left, end=end, weight=0.25).run()
    assert_close(scaled, torch.lerp(left.double(), end.double(), 0.25), 1.0, 3e-6)


@pytest.mark.parametrize("short", ["f32", "f16", "bf16", "i32", "bool"])
def test_numbers_for_nan(session: Session, short: str) -> None:
    values = torch.tensor([1.0, float("nan"), float("inf"), float("-inf")])
    values = values.to(DTYPES[short]) if short.startswith(("f", "bf")) else torch.ones(4, dtype=DTYPES[short])
    options = {"nan": 0.5, "posinf": 8.0, "neginf": -8.0}
    expected = torch.nan_to_num(values, 0.5, 8.0, -8.0)
    assert_close(Call(session, "NanToNum", self=values, **options, out=torch.empty_like(values)).run(), expected)
    assert_close(Call(session, "InplaceNanToNum", self=values, **options).run(), expected)


@pytest.mark.parametrize("decimals", [0, 1, 3, -1])
def test_round_to_decimals(session: Session, decimals: int) -> None:
    values = torch.tensor([0.125, 1.26, -3.14159, 27.5, 25.0, -35.0])
    exact = torch.round(values.double(), decimals=decimals)
    out = torch.empty_like(values)
    assert_close(Call(session, "RoundDecimals", self=values, decimals=decimals, out=out).run(), exact, 1.0)
    assert_close(Call(session, "InplaceRoundDecimals", self=values, decimals=decimals).run(), exact, 1.0)


def test_closeness(session: Session) -> None:
    left = torch.tensor([1.0, 1.0, float("inf"), float("nan"), 0.0])
    right = torch.tensor([1.001, 1.1, float("inf"), float("nan"), 1e-9])
    for equal in (False, True):
        options = {"rtol": 1e-2, "atol": 1e-8, "equalNan": equal, "out": torch.empty(5, dtype=torch.bool)}
        expected = torch.isclose(left, right, rtol=1e-2, atol=1e-8, equal_nan=equal)
        assert_close(Call(session, "IsClose", self=left, other=right, **options).run(), expected)


def test_matrices_by_rule(session: Session) -> None:
    assert_close(Call(session, "Eye", n=2, m=3, out=torch.empty(2, 3)).run(), torch.eye(2, 3))
    assert Call(session, "Eye", n=2, m=3, out=torch.empty(3, 2)).plan() == 161002
    result = Call(session, "Linspace", start=1, end=2.5, steps=4, out=torch.empty(4)).run()
    assert_close(result, torch.linspace(1, 2.5, 4, dtype=torch.float64), 1.0)
    assert Call(session, "Linspace", start=1, end=2, steps=3, out=torch.empty(4)).plan() == 161002
    for wrap in (False, True):
        tall = torch.zeros(7, 3)
        filled = Call(session, "InplaceFillDiagonal", selfRef=tall, fillValue=5, wrap=wrap).run()
        assert_close(filled, torch.zeros(7, 3).fill_diagonal_(5, wrap=wrap))
    left, right = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0, 5.0])
    outer = Call(session, "Ger", self=left, vec2=right, out=torch.empty(2, 3)).run()
    assert_close(outer, torch.outer(left, right))
    numbers = Call(session, "Complex", real=left, imag=left, out=torch.empty(2, dtype=torch.complex64)).run()
    assert_close(numbers, torch.complex(left, left))


@pytest.mark.parametrize(("shifts", "dims"), [([1], [0]), ([-2, 1], [1, 0]), ([4], []), ([9], [-1])])
def test_roll(session: Session, shifts: list[int], dims: list[int]) -> None:
    values = torch.arange(12).reshape(3, 4)
    rng = np.random.default_rng(0)
    result = Call(session, "Roll", rng, x=values, shifts=shifts, dims=dims, out=torch.empty_like(values)).run()
    assert_close(result, torch.roll(values, shifts, dims))


@pytest.mark.parametrize("eps", [-1.0, 0.125])
@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
def test_odds(session: Session, eps: float, short: str) -> None:
    rng = np.random.default_rng(3)
    values = draw(rng, (3, 4), DTYPES[short], 0.05, 0.95)
    bound = None if eps < 0 else eps
    leaf = values.double().requires_grad_()
    odds = torch.logit(leaf, bound)
    out = torch.empty_like(values)
    assert_close(Call(session, "Logit", rng, input=values, eps=eps, out=out).run(), odds.detach(), 2.0, 1e-5)
    above = draw(rng, (3, 4), DTYPES[short])
    odds.backward(above.double())
    assert_close(Call(session, "LogitGrad", rng, x=values, dy=above, eps=eps, out=out).run(), leaf.grad, 4.0, 1e-5)


def test_membership(session: Session) -> None:
    values = torch.tensor([1, 3, 3, 0])
    out = torch.empty(4, dtype=torch.bool)
    for invert in (False, True):
        options = {"assumeUnique": False, "invert": invert}
        result = Call(session, "IsInTensorScalar", element=values, testElement=3, **options, out=out).run()
        assert_close(result, torch.isin(values, 3, invert=invert))
        call = Call(session, "IsInScalarTensor", element=3, testElements=values, **options, out=out[:1])
        assert call.run().tolist() == [not invert]


def test_sum_of_equals(session: Session) -> None:
    tensors = [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0]), torch.tensor([5.0, 6.0])]
    assert Call(session, "AddN", tensors=tensors, out=torch.empty(2)).run().tolist() == [9, 12]
    assert Call(session, "AddN", tensors=[torch.ones(3)], out=torch.empty(2)).plan() == 161002
