"""aclnnDequantRopeQuantKvcache: refusals, every step of the arithmetic, both caches, indices outside them."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest
from harness import STORAGE, Array, DeviceTensor, Session
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OPERATOR = "aclnnDequantRopeQuantKvcache"
NULL, INVALID, TILING = 161001, 161002, 561002
DEVICE_FAULT = 507015

# B 2, S 3, two query heads, one key and value head, D 16
ACCEPTED: dict[str, Any] = {
    "x": ((2, 3, 64), "f16"),
    "cos": ((2, 3, 1, 16), "f16"),
    "sin": ((2, 3, 1, 16), "f16"),
    "kCacheRef": ((2, 8, 1, 16), "i8"),
    "vCacheRef": ((2, 8, 1, 16), "i8"),
    "indices": ((2,), "i32"),
    "scaleK": ((1, 16), "f32"),
    "scaleV": ((1, 16), "f32"),
    "offsetKOptional": None,
    "offsetVOptional": None,
    "weightScaleOptional": None,
    "activationScaleOptional": None,
    "biasOptional": None,
    "sizeSplits": [32, 16, 16],
    "quantModeOptional": None,
    "layoutOptional": None,
    "kvOutput": True,
    "cacheModeOptional": None,
    "qOut": ((2, 3, 2, 16), "f16"),
    "kOut": ((2, 3, 1, 16), "f16"),
    "vOut": ((2, 3, 1, 16), "f16"),
}


def _in(dtype: str) -> dict[str, Any]:
    return {name: (ACCEPTED[name][0], dtype) for name in ("x", "cos", "sin", "qOut", "kOut", "vOut")}


INTEGER = {"x": ((2, 3, 64), "i32"), "weightScaleOptional": ((64,), "f32")}
FLAT = {
    "x": ((2, 64), "f16"),
    "cos": ((2, 16), "f16"),
    "sin": ((2, 16), "f16"),
    "qOut": ((2, 2, 16), "f16"),
    "kOut": ((2, 1, 16), "f16"),
    "vOut": ((2, 1, 16), "f16"),
}
PAGED = {"cacheModeOptional": "page", "indices": ((6,), "i32")}
BOTH_CACHES = ("kCacheRef", "vCacheRef")


def _cached(shape: tuple[int, ...]) -> dict[str, Any]:
    return dict.fromkeys(BOTH_CACHES, (shape, "i8"))


def _long(size: int) -> dict[str, Any]:
    """Rows of another size, all of it query."""
    heads = (size - 32) // 16
    return {"x": ((2, 3, size), "f16"), "sizeSplits": [size - 32, 16, 16], "qOut": ((2, 3, heads, 16), "f16")}


# (what is wrong, changes, the parameter that the message names, status)
REFUSALS = [
    ("null sizes", {"sizeSplits": None}, "sizeSplits is a null", NULL),
    ("null query result", {"qOut": None}, "qOut is a null", NULL),
    ("bfloat16 cos with float16 x", {**_in("bf16"), "x": ACCEPTED["x"]}, "cos must", INVALID),
    ("float16 cos with bfloat16 x", {"x": ((2, 3, 64), "bf16")}, "cos must", INVALID),
    ("int32 x without weight scale", {"x": ((2, 3, 64), "i32")}, "weightScaleOptional must", NULL),
    ("another way to quantise", {"quantModeOptional": "dynamic"}, "quantModeOptional must", TILING),
    ("another layout", {"layoutOptional": "BNSD"}, "layoutOptional must", TILING),
    ("another cache", {"cacheModeOptional": "ring"}, "cacheModeOptional must", TILING),
    ("two sizes", {"sizeSplits": [48, 16]}, "sizeSplits must", TILING),
    ("four sizes", {"sizeSplits": [32, 16, 16, 0]}, "sizeSplits must", TILING),
    ("value larger than key", {"sizeSplits": [16, 16, 32]}, "sizeSplits must", TILING),
    ("negative size", {"sizeSplits": [96, -16, -16]}, "sizeSplits must", TILING),
    ("x of 1 dimension", {"x": ((64,), "f16")}, "x must", TILING),
    ("x of 4 dimensions", {"x": ((2, 3, 1, 64), "f16")}, "x must", TILING),
    ("rows of x longer than the sizes", {"x": ((2, 3, 128), "f16")}, "x must", TILING),
    ("rows of 4160", _long(4160), "x must", TILING),
    ("rows of 80", _long(80), "x must", TILING),
    ("cache of 3 dimensions", _cached((2, 8, 16)), "kCacheRef must", TILING),
    ("empty cache", _cached((2, 0, 1, 16)), "kCacheRef must", TILING),
    ("cache of more heads", _cached((2, 8, 2, 16)), "kCacheRef must", TILING),
    ("heads of 8", _cached((2, 8, 2, 8)), "kCacheRef must", TILING),
    ("query of a part of a head", {**_cached((2, 8, 1, 96)), "x": ((2, 3, 256), "f16"), "sizeSplits": [64, 96, 96]},
     "sizeSplits must", TILING),
    ("cos for fewer tokens", {"cos": ((2, 2, 1, 16), "f16")}, "cos must", TILING),
    ("cos of 3 dimensions", {"cos": ((2, 3, 16), "f16")}, "cos must", TILING),
    ("cos of 4 dimensions with x of 2", {**FLAT, "cos": ((2, 1, 1, 16), "f16")}, "cos must", TILING),
    ("sin of another shape", {"sin": ((2, 3, 1, 32), "f16")}, "sin must", TILING),
    ("an index for each token", {"indices": ((6,), "i32")}, "indices must", TILING),
    ("an index for each batch, paged", {**PAGED, "indices": ((2,), "i32")}, "indices must", TILING),
    ("indices of 2 dimensions", {"indices": ((2, 1), "i32")}, "indices must", TILING),
    ("value cache of another shape", {"vCacheRef": ((2, 9, 1, 16), "i8")}, "vCacheRef must", TILING),
    ("key scale for one head of two", {"scaleK": ((8,), "f32")}, "scaleK must", TILING),
    ("value scale for two heads of one", {"scaleV": ((2, 16), "f32")}, "scaleV must", TILING),
    ("cache for fewer batches", _cached((1, 8, 1, 16)), "kCacheRef must", TILING),
    ("short key offset", {"offsetKOptional": ((8,), "f32"), "offsetVOptional": ((16,), "f32")}, "offsetKOptional must",
     TILING),
    ("short value offset", {"offsetKOptional": ((16,), "f32"), "offsetVOptional": ((8,), "f32")},
     "offsetVOptional must", TILING),
    ("short weight scale", {**INTEGER, "weightScaleOptional": ((63,), "f32")}, "weightScaleOptional must", TILING),
    ("short activation scale", {**INTEGER, "activationScaleOptional": ((5,), "f32")}, "activationScaleOptional must",
     TILING),
    ("short bias", {**INTEGER, "biasOptional": ((63,), "i32")}, "biasOptional must", TILING),
    ("query result of another shape", {"qOut": ((2, 3, 32), "f16")}, "qOut must", TILING),
    ("key result of another shape", {"kOut": ((2, 3, 2, 16), "f16")}, "kOut must", TILING),
    ("value result of another shape", {"vOut": ((0,), "f16")}, "vOut must", TILING),
]  # fmt: skip

ACCEPTANCES = [
    ("as it is", {}),
    ("bfloat16", _in("bf16")),
    ("int32 and float16", INTEGER),
    ("int32 and bfloat16", {**_in("bf16"), **INTEGER}),
    ("two dimensions", FLAT),
    ("words spelt out", {"quantModeOptional": "static", "layoutOptional": "BSND", "cacheModeOptional": "contiguous"}),
    ("pages", PAGED),
    ("pages in capitals, fewer blocks than batches", {**PAGED, "cacheModeOptional": "PAGE", **_cached((1, 8, 1, 16))}),
    ("no results of key and value", {"kvOutput": False, "kOut": ((0,), "f16"), "vOut": ((0,), "f16")}),
    ("flat scales", {"scaleK": ((16,), "f32"), "scaleV": ((16,), "f32")}),
    ("one short offset, without effect", {"offsetKOptional": ((8,), "f32")}),
    ("short scale and bias, without effect", {"weightScaleOptional": ((1,), "f32"), "biasOptional": ((1,), "f32")}),
    (
        "longer than needed, as in CANN's example",
        {**INTEGER, "activationScaleOptional": ((64,), "f32"), "biasOptional": ((8192,), "f32")},
    ),
    ("rows of 4096", _long(4096)),
    ("no batch", {**_in("f16"), "x": ((0, 3, 64), "f16"), "cos": ((0, 3, 1, 16), "f16"), "sin": ((0, 3, 1, 16), "f16"),
                  "indices": ((0,), "i32"), "qOut": ((0, 3, 2, 16), "f16"), "kOut": ((0, 3, 1, 16), "f16"),
                  "vOut": ((0, 3, 1, 16), "f16")}),
]  # fmt: skip


def _argument(session: Session, value: Any) -> Any:
    if isinstance(value, tuple):
        shape, dtype = value
        return session.tensor(np.zeros(shape, STORAGE[dtype]), dtype)
    if isinstance(value, list):
        return session.int_array(value)
    if isinstance(value, str):
        return ctypes.c_char_p(value.encode())
    return ctypes.c_bool(value) if isinstance(value, bool) else value


def _call(session: Session, values: dict[str, Any]) -> list[Any]:
    """Arguments in the order of the prototype: tensors, or shapes and types of zeros."""
    return [_argument(session, {**ACCEPTED, **values}[name]) for name in ACCEPTED]


@pytest.mark.parametrize("product", ["A2", "A3"])
@pytest.mark.parametrize(("changes", "message", "expected"), [c[1:] for c in REFUSALS], ids=[c[0] for c in REFUSALS])
def test_refusals(session: Session, changes: dict[str, Any], message: str, expected: int) -> None:
    status, _, _ = session.plan(OPERATOR, *_call(session, changes))
    assert status == expected, session.message()
    assert f"Parameter {message}" in session.message()


@pytest.mark.parametrize("product", ["A2", "A3"])
@pytest.mark.parametrize("changes", [c[1] for c in ACCEPTANCES], ids=[c[0] for c in ACCEPTANCES])
def test_acceptances(session: Session, changes: dict[str, Any]) -> None:
    session.run(OPERATOR, *_call(session, changes))


@pytest.mark.parametrize("product", ["950", "310P"])
def test_products_without_the_operator(session: Session) -> None:
    status, _, _ = session.plan(OPERATOR, *_call(session, {}))
    assert status == NULL
    assert "Parameter product must" in session.message()


def _single(values: Array) -> Array:
    return np.asarray(values, np.float64).astype(np.float32).astype(np.float64)


def _half(values: Array) -> Array:
    return np.asarray(values, np.float64).astype(np.float16).astype(np.float64)


def _bits(values: Array, dtype: str) -> Array:
    """Nearest even, written out: what the device's cast gives."""
    if dtype == "f16":
        return values.astype(np.float16).view(np.uint16)
    bits = values.astype(np.float32).view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)


def _values(bits: Array, dtype: str) -> Array:
    if dtype == "bf16":
        return (bits.astype(np.uint32) << 16).view(np.float32).astype(np.float64)
    return bits.view(np.float16).astype(np.float64) if dtype == "f16" else bits.astype(np.float64)


def _dequantise(x: Array, weight: Array, activation: Array | None, bias: Array | None, bias_type: str) -> Array:
    """Step by step in exact arithmetic, rounded to float32 after each step."""
    integers = x.astype(object)
    if bias is not None and bias_type == "i32":
        integers = (integers + bias.astype(object) + 2**31) % 2**32 - 2**31
    values = _single(integers.astype(np.float64))
    values = _single(values * weight)
    if activation is not None:
        values = _single(values * activation[:, np.newaxis])
    return _single(values + bias) if bias is not None and bias_type != "i32" else values


def _rotate(heads: Array, cos: Array, sin: Array, is_half: bool) -> Array:
    """heads [tokens, N, D], cos and sin [tokens, D]."""
    step = _half if is_half else _single
    half = heads.shape[-1] // 2
    first, second = step(heads[..., :half]), step(heads[..., half:])
    c1, c2, s1, s2 = (t[:, np.newaxis] for t in (cos[:, :half], cos[:, half:], sin[:, :half], sin[:, half:]))
    turned = (step(step(first * c1) + step(-second * s1)), step(step(second * c2) + step(first * s2)))
    return np.concatenate(turned, axis=-1)


def _quantise(heads: Array, scale: Array, offset: Array | None) -> Array:
    values = _single(heads.reshape(len(heads), -1) / scale)
    if offset is not None:
        values = _single(values + offset)
    return np.array([[min(127, max(-128, round(value))) for value in row] for row in values.tolist()])


def _tensor(session: Session, values: Array, dtype: str, shape: tuple[int, ...]) -> DeviceTensor:
    return session.tensor(values.reshape(shape), dtype)


@pytest.mark.parametrize("product", ["A2"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_numbers(session: Session, data: st.DataObject) -> None:
    x_type, type_ = data.draw(st.sampled_from([("f16", "f16"), ("bf16", "bf16"), ("i32", "f16"), ("i32", "bf16")]))
    batch, length, kv_heads = (data.draw(st.integers(1, 3)) for _ in range(3))
    head = data.draw(st.sampled_from([16, 32, 64]), "D")
    heads = data.draw(st.integers(0, 6).filter(lambda n: (n + 2 * kv_heads) * head % 64 == 0), "Nq")
    is_flat, is_paged, kv_output = (data.draw(st.booleans()) for _ in range(3))
    if is_flat:
        length = 1
    random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1), "seed"))
    tokens, kv, row = batch * length, kv_heads * head, (heads + 2 * kv_heads) * head
    leading = (batch,) if is_flat else (batch, length)

    def floats(*shape: int, scale: float = 1) -> Array:
        return (random.normal(size=shape) * scale).astype(np.float32)

    arguments: dict[str, Any] = {"sizeSplits": [heads * head, kv, kv], "kvOutput": kv_output}
    cos, sin = (_bits(floats(tokens, head), type_) for _ in range(2))
    for name, table in (("cos", cos), ("sin", sin)):
        arguments[name] = _tensor(session, table, type_, (*leading, head) if is_flat else (*leading, 1, head))
    if x_type == "i32":
        x = random.integers(-(2**31), 2**31, (tokens, row)).astype(np.int32)
        weight = floats(row, scale=2e-9)
        activation = floats(tokens) if data.draw(st.booleans(), "activation scale") else None
        bias_type = data.draw(st.sampled_from(["", "f32", "f16", "bf16", "i32"]), "bias")
        bias = floats(row) if bias_type == "f32" else _bits(floats(row), bias_type) if "16" in bias_type else None
        if bias_type == "i32":
            bias = random.integers(-(2**31), 2**31, row).astype(np.int32)
        arguments["weightScaleOptional"] = session.tensor(weight)
        arguments["activationScaleOptional"] = None if activation is None else session.tensor(activation)
        arguments["biasOptional"] = None if bias is None else session.tensor(bias, bias_type)
        addend = None if bias is None else _values(bias, bias_type)
        rows = _dequantise(x, weight.astype(np.float64), activation, addend if bias_type != "i32" else bias, bias_type)
    else:
        x = _bits(floats(tokens, row), x_type)
        rows = _values(x, x_type)
    arguments["x"] = _tensor(session, x, x_type, (*leading, row))

    # Powers of two and small integers make halves to be rounded, small scales values to be saturated.
    scales = [random.choice([0.5, 2**-6, 1e-3, 0.037, -0.02], kv).astype(np.float32) for _ in range(2)]
    which = data.draw(st.sampled_from(["none", "key", "value", "both"]), "offsets")
    offsets = [random.choice([0.5, -3, 1.25, 0.3], kv).astype(np.float32) for _ in range(2)]
    for name, scale in zip(("scaleK", "scaleV"), scales):
        arguments[name] = _tensor(session, scale, "f32", (kv_heads, head))
    for name, part, offset in zip(("offsetKOptional", "offsetVOptional"), ("key", "value"), offsets):
        arguments[name] = _tensor(session, offset, "f32", (kv_heads, head)) if which in ("both", part) else None

    blocks, capacity = (data.draw(st.integers(1, 3)), tokens + 1) if is_paged else (batch + 1, length + 2)
    if is_paged:
        indices = random.permutation(blocks * capacity)[:tokens].astype(np.int32)
        indices[random.random(tokens) < 0.3] = -1 - random.integers(0, 2**31 - 1)
        targets = indices.tolist()
        arguments["cacheModeOptional"] = data.draw(st.sampled_from(["page", "Page"]))
    else:
        indices = random.integers(0, capacity - length + 1, batch).astype(np.int32)
        targets = [b * capacity + int(indices[b]) + s for b in range(batch) for s in range(length)]
        arguments["cacheModeOptional"] = data.draw(st.sampled_from([None, "contiguous"]))
    arguments["indices"] = session.tensor(indices, "i32")

    # Caches that keep the heads before the rows are views that are not contiguous.
    is_swapped = data.draw(st.booleans(), "heads first")
    before = random.integers(-128, 128, (2, blocks, capacity, kv_heads, head)).astype(np.int8)
    strides = (capacity * kv, head, capacity * head, 1) if is_swapped else None
    for name, cache in zip(BOTH_CACHES, before):
        stored = np.ascontiguousarray(cache.swapaxes(1, 2)) if is_swapped else cache
        arguments[name] = session.tensor(stored, "i8", cache.shape, strides)

    for name, count in (("qOut", heads), ("kOut", kv_heads), ("vOut", kv_heads)):
        arguments[name] = session.tensor(np.full((*leading, count, head), 0x1234, np.uint16), type_)
    session.run(OPERATOR, *_call(session, arguments))

    query, key, value = np.split(rows, [heads * head, heads * head + kv], axis=1)
    cos, sin = _values(cos, type_), _values(sin, type_)
    turned = [_rotate(part.reshape(tokens, -1, head), cos, sin, type_ == "f16") for part in (query, key)]
    outputs = [_bits(result.reshape(tokens, -1), type_) for result in (*turned, value)]
    for name, wanted in zip(("qOut", "kOut", "vOut"), outputs):
        found = session.read(arguments[name]).reshape(tokens, -1)
        assert np.array_equal(found, wanted) if kv_output or name == "qOut" else (found == 0x1234).all(), name

    for name, cache, part, scale, offset in zip(BOTH_CACHES, before, (turned[1], value), scales, offsets):
        quantised = _quantise(part, scale.astype(np.float64), offset.astype(np.float64) if which == "both" else None)
        wanted = cache.reshape(-1, kv).copy()
        for target, stored in zip(targets, quantised):
            if target >= 0:
                wanted[target] = stored
        found = session.read(arguments[name])
        assert np.array_equal((found.swapaxes(1, 2) if is_swapped else found).reshape(-1, kv), wanted), name


def _run_ones(session: Session, indices: list[int], **changes: Any) -> tuple[int, Array, Array]:
    """(status of the synchronise, both caches) of a call whose key and value have ones for elements."""
    values: dict[str, Any] = {name: session.tensor(np.full((2, 8, 1, 16), 9, np.int8), "i8") for name in BOTH_CACHES}
    values |= {name: session.tensor(np.ones(16, np.float32)) for name in ("scaleK", "scaleV")}
    values |= {name: session.tensor(np.full(ACCEPTED[name][0], 0x3C00, np.uint16), "f16") for name in ("x", "cos")}
    values["indices"] = session.tensor(np.array(indices, np.int32), "i32")
    arguments = _call(session, {**values, **changes})
    status, _, executor = session.plan(OPERATOR, *arguments)
    assert status == 0, session.message()
    assert getattr(session.acl, OPERATOR)(None, ctypes.c_uint64(0), executor, session.stream) == 0
    answer = session.acl.aclrtSynchronizeStream(session.stream)
    key, value = (session.read(values[name]).reshape(16, 16) for name in BOTH_CACHES)
    return answer, key, value


@pytest.mark.parametrize("product", ["A2", "A3"])
@pytest.mark.parametrize(
    ("indices", "mode"),
    [
        ([0, 6], None),  # the last batch runs over the end of the last block
        ([-1, 0], None),
        ([0, 2**31 - 1], None),
        ([0, -(2**31)], None),
        ([0, 1, 2, 3, 4, 16], "page"),
        ([2**31 - 1, 1, 2, 3, 4, 5], "page"),
    ],
)
def test_indices_outside_the_cache(session: Session, indices: list[int], mode: str | None) -> None:
    answer, key, value = _run_ones(session, indices, cacheModeOptional=mode)
    assert answer == DEVICE_FAULT
    assert "of a cache of 2 * 8 rows" in session.message()
    assert (key == 9).all()
    assert (value == 9).all()
    assert session.acl.aclrtSynchronizeStream(session.stream) == 0


def test_a_batch_goes_on_in_the_next_block(session: Session) -> None:
    """As on the device, whose rows are one piece of memory."""
    answer, key, _ = _run_ones(session, [7, 5])
    assert answer == 0
    assert [row for row in range(16) if (key[row] == 1).all()] == [7, 8, 9, 13, 14, 15]


def test_saturation_ties_and_values_that_are_no_numbers(session: Session) -> None:
    scale = np.array([0.4, 2 / 3, 1 / 127.4, 1 / 127.6, 1e-30, -1e-30, 0, np.nan] * 2, np.float32)
    offsets = {name: session.tensor(np.zeros(16, np.float32)) for name in ("offsetKOptional", "offsetVOptional")}
    answer, key, value = _run_ones(session, [0, 0], scaleV=session.tensor(scale), **offsets)
    assert answer == 0
    assert value[0].tolist() == [2, 2, 127, 127, 127, -128, 127, 0] * 2  # 1 / 0.4 and 1 / (2/3) are 2.5 and 1.5
    assert key[0].tolist() == [1] * 16
