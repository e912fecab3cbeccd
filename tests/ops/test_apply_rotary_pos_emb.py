"""aclnnApplyRotaryPosEmb and V2: in place, layouts, partial rows, how each product rounds, all that is refused."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rotary_oracle import HALF, INTERLEAVE, QUARTER, embedded, pairs, view, views

V1, V2 = "aclnnApplyRotaryPosEmb", "aclnnApplyRotaryPosEmbV2"
ALL, A2_A3, BEFORE_950 = ("A2", "A3", "950", "310P"), ("A2", "A3"), ("A2", "A3", "310P")
BSND, SBND, BNSD, TND = 1, 2, 3, 4
LETTERS = {BSND: "BSND", SBND: "SBND", BNSD: "BNSD", TND: "SND"}
MODES = {b"half": HALF, b"interleave": INTERLEAVE, b"quarter": QUARTER}
INVALID, TILING = 161002, 561002


def _run(session: Session, tensors: list[DeviceTensor], layout: int = BSND, mode: bytes | None = b"half") -> None:
    session.run(V2, *tensors, ctypes.c_int64(layout), ctypes.c_char_p(mode))


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("layout", list(LETTERS))
@pytest.mark.parametrize("mode", list(MODES))
@pytest.mark.parametrize("product", ["950"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_strided_tensors(session: Session, layout: int, mode: bytes, data: st.DataObject) -> None:
    lengths = {axis: data.draw(st.integers(1, 3), axis) for axis in "BS"} | {"D": 4 * data.draw(st.integers(1, 4))}
    heads = [data.draw(st.integers(1, 3), name) for name in ("query heads", "key heads")]
    query, key = (tuple((lengths | {"N": n})[axis] for axis in LETTERS[layout]) for n in heads)
    rotated = 4 * data.draw(st.integers(1, lengths["D"] // 4), "rotated quarter")
    batches = data.draw(st.sampled_from([1, lengths["B"]]))
    table = tuple((lengths | {"B": batches, "N": 1, "D": rotated})[axis] for axis in LETTERS[layout])
    shapes = (query, key, table, table)
    drawn = [data.draw(views(wanted), "view") for wanted in shapes]
    tensors = [session.tensor(s, "f32", wanted, strides, off) for (s, strides, off), wanted in zip(drawn, shapes)]
    _run(session, tensors, layout, mode)
    cos, sin = (view(s, table, strides, off).astype(np.float64) for s, strides, off in drawn[2:])
    for tensor, shape, (storage, strides, offset) in zip(tensors[:2], shapes, drawn):
        wanted = storage.copy()
        elements = view(wanted, shape, strides, offset)
        elements[..., :rotated] = embedded(MODES[mode], elements[..., :rotated].astype(np.float64), cos, sin)
        assert np.array_equal(session.read(tensor), wanted)
    for tensor, (storage, _, _) in zip(tensors[2:], drawn[2:]):
        assert np.array_equal(session.read(tensor), storage)


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("rotated", [64, 128])
@pytest.mark.parametrize("layout", [BSND, TND])
@pytest.mark.parametrize("product", ALL)
def test_both_operators_on_every_product(session: Session, layout: int, rotated: int) -> None:
    rng = np.random.default_rng(rotated)
    leading = (2, 3) if layout == BSND else (6,)
    shapes = [(*leading, 4, 128), (*leading, 1, 128), *[(*leading, 1, rotated)] * 2]
    arrays = [rng.integers(-8, 9, shape).astype(np.float32) for shape in shapes]
    number = ctypes.c_int64(layout)
    for operator, rest in ((V1, ()), (V2, (ctypes.c_char_p(b"half"),)), (V2, (None,))):
        tensors = [session.tensor(array) for array in arrays]
        session.run(operator, *tensors, number, *rest)
        cos, sin = (array.astype(np.float64) for array in arrays[2:])
        for tensor, before in zip(tensors, arrays[:2]):
            wanted = before.copy()
            wanted[..., :rotated] = embedded(HALF, before[..., :rotated].astype(np.float64), cos, sin)
            assert np.array_equal(session.read(tensor), wanted)


def _away(scaled: Array) -> Array:
    """Whole numbers: halves away from zero."""
    result: Array = np.copysign(np.floor(np.abs(scaled) + 0.5), scaled)
    return result


def _kept(values: Array, bits: int, least: int, largest: float, whole: Any = np.rint) -> Array:
    """float64 values with so many significant bits, none worth less than 2**least."""
    exponent = np.maximum(np.frexp(values)[1] - bits, least)
    kept = np.ldexp(whole(np.ldexp(values, -exponent)), exponent)
    return np.where(np.abs(kept) > largest, np.copysign(np.inf, values), kept)


def _half(values: Array) -> Array:
    return _kept(values, 11, -24, 65504.0)


def _single(values: Array) -> Array:
    return values.astype(np.float32).astype(np.float64)


def _bfloat(values: Array, whole: Any = np.rint) -> Array:
    return _kept(values, 8, -133, float(np.finfo(np.float32).max), whole)


def _terms(x: Array, cos: Array, sin: Array) -> tuple[Array, Array]:
    """The two exact products of each element; 16-bit factors are exact in float64."""
    first, second = pairs(HALF, x.shape[-1])
    turned = np.empty_like(x)
    turned[..., first], turned[..., second] = -x[..., second], x[..., first]
    return x * cos, turned * sin


def _widened(bits: Array, dtype: str) -> Array:
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16).astype(np.float64)


def _rounding_cases(dtype: str) -> list[Array]:
    """Query, key, cos and sin as bits.

    In float16 products are rounded, some to subnormals, and some sums overflow. In bfloat16 there are so few
    significant bits that sums are often exactly between two values.
    """
    rng = np.random.default_rng(7)
    most, largest = (127, 2) if dtype == "f16" else (31, 4)

    def values(*shape: int) -> Array:
        numbers = rng.integers(-most, most + 1, shape) * np.exp2(rng.integers(-12, largest, shape))
        if dtype == "f16":
            return numbers.astype(np.float16).view(np.uint16)
        return (numbers.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)

    return [values(1, 16, 4, 64), values(1, 16, 2, 64), values(1, 16, 1, 64), values(1, 16, 1, 64)]


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize(
    ("product", "dtype"), [(p, d) for p in ALL for d in ("f16", "bf16") if (p, d) != ("310P", "bf16")]
)
def test_rounding(session: Session, product: str, dtype: str) -> None:
    bits = _rounding_cases(dtype)
    tensors = [session.tensor(array, dtype) for array in bits]
    session.run(V1, *tensors, ctypes.c_int64(BSND))
    cos, sin = (_widened(array, dtype) for array in bits[2:])
    differences = 0
    for tensor, before in zip(tensors[:2], bits):
        one, other = _terms(_widened(before, dtype), cos, sin)
        through_single = _single(_single(one) + _single(other))
        narrow = _half if dtype == "f16" else _bfloat
        wanted = usual = narrow(through_single)
        if product != "950":  # the older kernel: float16 throughout, and a cast that rounds halves away from zero
            wanted = _half(_half(one) + _half(other)) if dtype == "f16" else _bfloat(through_single, _away)
            differences += int((wanted != usual).sum())
        assert np.array_equal(_widened(session.read(tensor), dtype), wanted)
    assert product == "950" or differences > 20, "the data must tell the two ways of rounding apart"


@pytest.mark.usefixtures("kernels")
@pytest.mark.parametrize("product", ["A2", "950"])
@pytest.mark.parametrize(("dtype", "infinity", "nan"), [("f16", 0x7C00, 0x7E00), ("bf16", 0x7F80, 0x7FC0)])
def test_infinities_and_nan_propagate(session: Session, dtype: str, infinity: int, nan: int) -> None:
    one = 0x3C00 if dtype == "f16" else 0x3F80
    largest = infinity - 1
    query = np.zeros((1, 1, 1, 64), np.uint16)
    query[..., :4] = infinity, nan, largest, 0x7FFF  # the last is a NaN of all ones
    key, sin = np.zeros_like(query), np.zeros_like(query)
    cos = np.full_like(query, one)
    cos[..., 2] = 0x4000  # 2 in both types
    tensors = [session.tensor(array, dtype) for array in (query, key, cos, sin)]
    session.run(V1, *tensors, ctypes.c_int64(BSND))
    result = _widened(session.read(tensors[0]), dtype)[0, 0, 0]
    assert np.isposinf(result[[0, 2]]).all()
    assert np.isnan(result[[1, 3]]).all()
    assert np.isnan(result[32])  # 0 * infinity, the partner of the first
    assert result[34] == 0


# One row a documented condition: what, the products that have it, what is wrong, the parameter, the status.
Q, K, COS = (2, 3, 4, 64), (2, 3, 1, 64), (2, 3, 1, 64)
REFUSED: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("bf16", ("310P",), {"dtype": "bf16"}, "queryRef", INVALID),
    ("layout 0", ALL, {"layout": 0}, "layout", INVALID),
    ("layout 5", ALL, {"layout": 5}, "layout", INVALID),
    ("SBND", BEFORE_950, {"layout": SBND}, "layout", INVALID),
    ("BNSD", BEFORE_950, {"layout": BNSD}, "layout", INVALID),
    ("BSND of 3 dimensions", ALL, {"query": (3, 4, 64), "key": (3, 1, 64), "cos": (3, 1, 64)}, "queryRef", INVALID),
    ("TND of 4 dimensions", ALL, {"layout": TND}, "queryRef", INVALID),
    ("key of 3 dimensions", ALL, {"key": (3, 1, 64)}, "keyRef", INVALID),
    ("cos of 5 dimensions", ALL, {"cos": (2, 3, 1, 1, 64)}, "cos", INVALID),
    ("sin unlike cos", ALL, {"sin": (2, 1, 1, 64)}, "sin", INVALID),
    ("key of other batches", ALL, {"key": (1, 3, 1, 64)}, "keyRef", INVALID),
    ("key of other positions", ALL, {"key": (2, 4, 1, 64)}, "keyRef", INVALID),
    ("key of other rows", ALL, {"query": (2, 3, 4, 128)}, "keyRef", INVALID),
    ("heads of cos", ALL, {"cos": Q}, "cos", INVALID),
    ("cos of other positions", ALL, {"cos": (2, 1, 1, 64)}, "cos", INVALID),
    ("cos of other batches", ALL, {"cos": (3, 3, 1, 64)}, "cos", INVALID),
    ("cos of one batch", BEFORE_950, {"cos": (1, 3, 1, 64)}, "cos", INVALID),
    ("row of 32", BEFORE_950, {"query": (2, 3, 4, 32), "key": (2, 3, 1, 32)}, "queryRef", INVALID),
    ("32 of 64 rotated", BEFORE_950, {"cos": (2, 3, 1, 32)}, "cos", INVALID),
    ("128 of 64 rotated", ALL, {"cos": (2, 3, 1, 128)}, "cos", INVALID),
    ("row of 1026", ("950",), {"query": (2, 3, 4, 1026), "key": (2, 3, 1, 1026)}, "queryRef", INVALID),
    ("odd row", ("950",), {"query": (2, 3, 4, 63), "key": (2, 3, 1, 63), "cos": (2, 3, 1, 62)}, "queryRef", INVALID),
    ("odd part", ("950",), {"cos": (2, 3, 1, 31)}, "cos", INVALID),
    ("empty", BEFORE_950, {"query": (0, 3, 4, 64), "key": (0, 3, 1, 64), "cos": (0, 3, 1, 64)}, "queryRef", TILING),
    ("empty query", ALL, {"query": (2, 3, 0, 64)}, "queryRef", TILING),
    ("empty key", ALL, {"key": (2, 3, 0, 64)}, "queryRef", TILING),
    ("256 heads", BEFORE_950, {"query": (1, 1, 255, 64), "key": (1, 1, 1, 64), "cos": (1, 1, 1, 64),
                              "dtype": "f16"}, "keyRef", TILING),
    ("memory of a core", A2_A3, {"query": (1, 1, 76, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128)},
     "queryRef", TILING),
    ("memory of a core in bf16", A2_A3, {"query": (1, 1, 76, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128),
                                         "dtype": "bf16"}, "queryRef", TILING),
    ("memory of a core", ("310P",), {"query": (1, 1, 101, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128)},
     "queryRef", TILING),
]  # fmt: skip
REFUSED_MODES: list[tuple[str, tuple[str, ...], dict[str, Any], str, int]] = [
    ("unknown mode", ALL, {"mode": b"interleave-half"}, "rotaryMode", INVALID),
    ("mode in capitals", ALL, {"mode": b"Half"}, "rotaryMode", INVALID),
    ("interleave", BEFORE_950, {"mode": b"interleave"}, "rotaryMode", INVALID),
    ("quarter", BEFORE_950, {"mode": b"quarter"}, "rotaryMode", INVALID),
    ("row of 62 in quarters", ("950",), {"query": (2, 3, 4, 62), "key": (2, 3, 1, 62), "cos": (2, 3, 1, 60),
                                         "mode": b"quarter"}, "queryRef", INVALID),
    ("part of 30 in quarters", ("950",), {"cos": (2, 3, 1, 30), "mode": b"quarter"}, "cos", INVALID),
]  # fmt: skip
# The other side of the limits.
ACCEPTED: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("255 heads", BEFORE_950, {"query": (1, 1, 254, 64), "key": (1, 1, 1, 64), "cos": (1, 1, 1, 64), "dtype": "f16"}),
    ("all the memory in bf16", A2_A3, {"query": (1, 1, 75, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128),
                                       "dtype": "bf16"}),
    ("all the memory", A2_A3, {"query": (1, 1, 75, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128)}),
    ("all the memory", ("310P",), {"query": (1, 1, 100, 128), "key": (1, 1, 1, 128), "cos": (1, 1, 1, 128)}),
    ("1000 heads", ("950",), {"query": (1, 1, 999, 64), "key": (1, 1, 1, 64), "cos": (1, 1, 1, 64)}),
    ("row of 1024", ("950",), {"query": (2, 3, 4, 1024), "key": (2, 3, 1, 1024)}),
    ("cos of one batch", ("950",), {"cos": (1, 3, 1, 64)}),
    ("empty", ("950",), {"query": (0, 3, 4, 64), "key": (0, 3, 1, 64), "cos": (0, 3, 1, 64)}),
]  # fmt: skip


def _plan(session: Session, operator: str, changes: dict[str, Any]) -> tuple[int, ctypes.c_void_p]:
    """Phase one of a good call with some arguments changed."""
    dtype = changes.get("dtype", "f32")
    cos = changes.get("cos", COS)
    shapes = (changes.get("query", Q), changes.get("key", K), cos, changes.get("sin", cos))
    tensors = [session.tensor(np.zeros(shape, STORAGE[dtype]), dtype) for shape in shapes]
    mode = [ctypes.c_char_p(changes.get("mode", b"half"))] if operator == V2 else []
    status, _, executor = session.plan(operator, *tensors, ctypes.c_int64(changes.get("layout", BSND)), *mode)
    return status, executor


def _rows(table: list[tuple[Any, ...]], operators: tuple[str, ...]) -> list[Any]:
    """One test for each row, product and operator."""
    return [
        pytest.param(operator, product, *rest, id=f"{operator[5:]}-{product}-{what}")
        for operator in operators
        for what, products, *rest in table
        for product in products
    ]


@pytest.mark.parametrize(
    ("operator", "product", "changes", "parameter", "expected"), _rows(REFUSED, (V1, V2)) + _rows(REFUSED_MODES, (V2,))
)
def test_refused(session: Session, operator: str, changes: dict[str, Any], parameter: str, expected: int) -> None:
    status, _ = _plan(session, operator, changes)
    message = session.message()
    assert status == expected, message
    assert f"Parameter {parameter} " in message


@pytest.mark.parametrize(("operator", "product", "changes"), _rows(ACCEPTED, (V1, V2)))
def test_accepted(session: Session, operator: str, changes: dict[str, Any]) -> None:
    status, executor = _plan(session, operator, changes)
    assert status == 0, session.message()
    assert getattr(session.acl, operator)(None, ctypes.c_uint64(0), executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0, session.message()
