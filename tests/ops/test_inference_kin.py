"""Fused activations, sampling filters and caches of inference, against their formulas in float64 and torch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import OPERATORS, arguments_of, assert_accepted, assert_refused, results
from harness import Array, Session
from quantisation_oracle import LARGEST, drawn, is_rounded
from torch_calls import needs_torch, torch
from values import agrees, widened

FLOATS = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
KS, PS = [3, 0, 8, 1], [0.5, 0.9, 0.0, 1.0]


def _is(bits: Array | None, short: str, exact: Array, slack: float = 1e-6) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, slack)


@needs_torch
@FLOATS
@pytest.mark.parametrize("step", [1, 3])
def test_fast_gelu_and_its_gradient(session: Session, short: str, step: int) -> None:
    x, grad = drawn(1, (3, 5), short, -9, 9), drawn(2, (3, 5), short)
    (y,) = results(session, "FastGelu", self=(short, x, step), out=(short, x.shape))
    _is(y, short, x / (1 + np.exp(-1.702 * x)))
    leaf = torch.tensor(x, requires_grad=True)
    (leaf * torch.sigmoid(1.702 * leaf)).backward(torch.tensor(grad))
    assert leaf.grad is not None
    (dx,) = results(
        session, "FastGeluBackward", gradOutput=(short, grad, step), self=(short, x), gradInput=(short, x.shape)
    )
    _is(dx, short, leaf.grad.numpy(), 3e-6)


@needs_torch
@FLOATS
@pytest.mark.parametrize("mode", [None, "none", "tanh"])
def test_gelu_mul(session: Session, short: str, mode: str | None) -> None:
    x = drawn(1, (2, 3, 8), short)
    first, second = torch.tensor(x).chunk(2, -1)
    exact = torch.nn.functional.gelu(first, approximate=mode or "none") * second
    (y,) = results(session, "GeluMul", input=(short, x, 2), approximateOptional=mode, out=(short, (2, 3, 4)))
    _is(y, short, exact.numpy(), 3e-6)


@FLOATS
@pytest.mark.parametrize(("ks", "ps"), [(KS, None), (None, PS), (KS, PS)])
def test_apply_top_k_top_p(session: Session, short: str, ks: list[int] | None, ps: list[float] | None) -> None:
    generator = np.random.default_rng(3)
    logits = np.stack([generator.permutation(8) * 0.5 - 1 for _ in range(4)])
    wanted = np.full((4, 8), -np.inf)
    for row in range(4):
        kept = sorted(range(8), key=lambda at: -logits[row, at])
        if ks is not None and 0 < ks[row] < 8:
            kept = kept[: ks[row]]
        powers = np.exp(logits[row, kept])
        share = powers / powers.sum()
        for place, at in enumerate(kept):  # what lies below is summed from the least
            if ps is None or place == 0 or share[place:].sum() > 1 - ps[row] + 1e-6:
                wanted[row, at] = logits[row, at]
    (out,) = results(
        session, "ApplyTopKTopP", logits=(short, logits, 2), k=ks and ("i32", ks), p=ps and (short, ps),
        out=(short, (4, 8)),
    )  # fmt: skip
    assert out is not None
    np.testing.assert_array_equal(widened(out, short), wanted)


@pytest.mark.parametrize("short", ["f16", "bf16", "i8"])
@pytest.mark.parametrize("index", ["i32", "i64"])
@pytest.mark.parametrize("mode", [None, "Norm", "PA_NZ"])
@pytest.mark.parametrize("with_values", [True, False])
def test_scatter_pa_kv_cache(session: Session, short: str, index: str, mode: str | None, with_values: bool) -> None:
    heads, sizes, slots = 2, (32, 16), [7, 0, 10]
    tokens = [drawn(seed, (3, heads, size), short, -90, 90) for seed, size in enumerate(sizes)]
    wide = 32 if short == "i8" else 16
    plain = [np.full((3, 4, heads, size), 7.0) for size in sizes]
    for cache, values in zip(plain, tokens):
        for slot, token in zip(slots, values):
            cache[slot // 4, slot % 4] = token
    if mode == "PA_NZ":
        plain = [c.reshape(3, 4, -1, wide).transpose(0, 2, 1, 3) for c in plain]
    shapes = [cache.shape for cache in plain]
    key_cache, value_cache = results(
        session, "ScatterPaKvCache", key=(short, tokens[0]), keyCacheRef=(short, shapes[0]), slotMapping=(index, slots),
        value=(short, tokens[1]) if with_values else (short, (0,)), cacheModeOptional=mode, scatterModeOptional="None",
        valueCacheRef=(short, shapes[1]) if with_values else (short, (0,)), stridesOptional=(1, 1),
        offsetsOptional=(0, 0),
    )  # fmt: skip
    assert key_cache is not None
    np.testing.assert_array_equal(widened(key_cache, short), plain[0])
    if with_values:
        assert value_cache is not None
        np.testing.assert_array_equal(widened(value_cache, short), plain[1])


def test_a_slot_outside_the_cache_faults(session: Session) -> None:
    operator = OPERATORS["ScatterPaKvCache"]
    values = _BASES["ScatterPaKvCache"] | {"slotMapping": ("i32", [0, 12])}
    status, _, executor = session.plan(operator.c_name, *arguments_of(session, operator, values))
    assert status == 0, session.message()
    assert session.acl.aclnnScatterPaKvCache(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "slotMapping" in session.message()


def _swiglu(values: Array, left: bool, mode: int, limit: float, alpha: float, bias: float) -> Array:
    half = values.shape[1] // 2
    gate, other = (values[:, :half], values[:, half:]) if left else (values[:, half:], values[:, :half])
    if mode == 0:
        return gate / (1 + np.exp(-gate)) * other
    if mode == 3:
        return np.minimum(gate / (1 + np.exp(-gate)), limit) * np.clip(other, -limit, limit)
    if mode == 1:
        gate, other = values[:, ::2], values[:, 1::2]
    gate = np.minimum(gate, limit)
    return gate / (1 + np.exp(-alpha * gate)) * (np.clip(other, -limit, limit) + bias)


@pytest.mark.parametrize("mode", [0, 1, 2, 3])
@pytest.mark.parametrize("quant", ["dynamic", "static", None])
@pytest.mark.parametrize("bias_type", [None, "i32", "f32", "f16", "bf16"])
def test_dequant_swiglu_quant_v2(session: Session, mode: int, quant: str | None, bias_type: str | None) -> None:
    counts, rows, wide = [2, 0, 3], 6, 64
    generator = np.random.default_rng(1)
    x = generator.integers(-1000, 1000, (rows, wide))
    weight, rows_scale = drawn(2, (3, wide), "f32", 0.001, 0.003), drawn(3, (rows,), "f32", 0.5, 2)
    smooth, offset = drawn(4, (3, wide // 2), "f32", 0.05, 0.1), drawn(5, (3, wide // 2), "f32")
    bias = generator.integers(-99, 99, (3, wide)) if bias_type == "i32" else drawn(6, (3, wide), bias_type or "f32")
    group = np.repeat(np.arange(3), counts)
    values = (x[:5] + (bias[group] if bias_type == "i32" else 0)) * weight[group] * rows_scale[:5, None]
    values = values + (bias[group] if bias_type not in (None, "i32") else 0)
    act = _swiglu(values, True, mode, 2.0, 1.5, 0.5)
    y, scale = results(
        session, "DequantSwigluQuantV2", x=("i32", x), weightScaleOptional=("f32", weight),
        activationScaleOptional=("f32", rows_scale), biasOptional=bias_type and (bias_type, bias),
        quantScaleOptional=("f32", smooth), quantOffsetOptional=None if quant == "dynamic" else ("f32", offset),
        groupIndexOptional=("i64", counts), activateLeft=True, quantModeOptional=quant, dstType=2,
        roundModeOptional="rint", activateDim=-1, swigluMode=mode, clampLimit=2.0, gluAlpha=1.5, gluBias=0.5,
        yOut=("i8", (rows, wide // 2)), scaleOut=("f32", (rows,)),
    )  # fmt: skip
    assert y is not None
    assert scale is not None
    assert (y[5:] == 7).all()  # behind the last group
    if quant == "dynamic":
        smoothed = act * smooth[group]
        exact = np.abs(smoothed).max(-1) / 127
        np.testing.assert_allclose(scale[:5], exact, 1e-4)
        is_rounded(y[:5], "i8", smoothed / exact[:, None], 2e-3)
    else:
        is_rounded(y[:5], "i8", act / smooth[group] + offset[group], 2e-3)
        assert (scale == 7).all()


@pytest.mark.parametrize(("product", "out"), [("A2", "i8"), ("950", "i8")])
@pytest.mark.parametrize("short", ["f16", "bf16"])
@pytest.mark.parametrize("left", [False, True])
def test_dequant_swiglu_quant(session: Session, short: str, out: str, left: bool) -> None:
    x, smooth = drawn(1, (2, 3, 16), short), drawn(2, (8,), "f32", 0.5, 2)
    act = _swiglu(x.reshape(6, 16), left, 0, 0, 0, 0).reshape(2, 3, 8) * smooth
    scale = np.abs(act).max(-1) / LARGEST[out]
    y, found = results(
        session, "DequantSwigluQuant", x=(short, x), quantScaleOptional=("f32", smooth), activateLeft=left,
        quantModeOptional="dynamic", yOut=(out, (2, 3, 8)), scaleOut=("f32", (2, 3)),
    )  # fmt: skip
    assert found is not None
    np.testing.assert_allclose(found, scale, 1e-5)
    is_rounded(y, out, act / scale[..., None], 1e-3)


@pytest.mark.parametrize("product", ["950"])
def test_dequant_swiglu_quant_v2_to_eight_bits(session: Session) -> None:
    x = drawn(1, (3, 16), "f16")
    act = _swiglu(x, True, 0, 0, 0, 0)
    scale = np.abs(act).max(-1) / LARGEST["f8e4"]
    y, _ = results(
        session, "DequantSwigluQuantV2", x=("f16", x), activateLeft=True, quantModeOptional="dynamic", dstType=36,
        activateDim=1, swigluMode=0, clampLimit=7.0, gluAlpha=1.702, gluBias=1.0, yOut=("f8e4", (3, 8)),
        scaleOut=("f32", (3,)),
    )  # fmt: skip
    is_rounded(y, "f8e4", act / scale[:, None], 1e-3)


H, F, I32 = "f16", "f32", "i32"
_DEQUANT: dict[str, Any] = {
    "x": (I32, (4, 64)), "weightScaleOptional": (F, (2, 64)), "activationScaleOptional": (F, (4,)),
    "biasOptional": (F, (2, 64)), "quantScaleOptional": (F, (2, 32)), "groupIndexOptional": ("i64", (2,)),
    "activateLeft": True, "quantModeOptional": "dynamic", "yOut": ("i8", (4, 32)), "scaleOut": (F, (4,)),
}  # fmt: skip
_BASES: dict[str, dict[str, Any]] = {
    "FastGelu": {"self": (H, (2, 3)), "out": (H, (2, 3))},
    "FastGeluBackward": {"gradOutput": (H, (2, 3)), "self": (H, (2, 3)), "gradInput": (H, (2, 3))},
    "GeluMul": {"input": (H, (2, 4)), "out": (H, (2, 2))},
    "ApplyTopKTopP": {"logits": (H, (2, 4)), "p": (H, (2,)), "k": (I32, (2,)), "out": (H, (2, 4))},
    "ScatterPaKvCache": {
        "key": (H, (2, 2, 16)), "keyCacheRef": (H, (3, 4, 2, 16)), "slotMapping": (I32, (2,)), "value": (H, (2, 2, 16)),
        "valueCacheRef": (H, (3, 4, 2, 16)),
    },
    "DequantSwigluQuant": _DEQUANT,
    "DequantSwigluQuantV2": _DEQUANT | {
        "dstType": 2, "activateDim": -1, "swigluMode": 0, "clampLimit": 7.0, "gluAlpha": 1.702, "gluBias": 1.0,
    },
}  # fmt: skip
_V2 = "DequantSwigluQuantV2"
_REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("A2", "FastGelu", {"out": (F, (2, 3))}, 161002, "out"),
    ("A2", "FastGelu", {"out": (H, (3, 2))}, 161002, "out"),
    ("310P", "FastGelu", {}, 561003, "product"),
    ("A2", "FastGeluBackward", {"gradOutput": (H, (3, 2))}, 161002, "self"),
    ("A2", "GeluMul", {"input": (H, (4,))}, 161002, "input"),
    ("A2", "GeluMul", {"input": (H, (2, 5))}, 161002, "input"),
    ("A2", "GeluMul", {"input": (H, (2, 1026))}, 161002, "input"),
    ("A2", "GeluMul", {"input": (H, (200001, 2))}, 161002, "input"),
    ("A2", "GeluMul", {"approximateOptional": "erf"}, 161002, "approximateOptional"),
    ("A2", "GeluMul", {"out": (H, (2, 4))}, 161002, "out"),
    ("A2", "ApplyTopKTopP", {"p": None, "k": None}, 161001, "p"),
    ("A2", "ApplyTopKTopP", {"p": (F, (2,))}, 161002, "p"),
    ("A2", "ApplyTopKTopP", {"p": (H, (3,))}, 161002, "p"),
    ("A2", "ApplyTopKTopP", {"k": (I32, (1,))}, 161002, "k"),
    ("A2", "ApplyTopKTopP", {"logits": (H, (4,))}, 161002, "logits"),
    ("A2", "ScatterPaKvCache", {"cacheModeOptional": "BNSD"}, 161002, "cacheModeOptional"),
    ("A2", "ScatterPaKvCache", {"scatterModeOptional": "Nct"}, 161002, "scatterModeOptional"),
    ("A2", "ScatterPaKvCache", {"compressLensOptional": (I32, (2,))}, 161002, "compressLensOptional"),
    ("A2", "ScatterPaKvCache", {"seqLensOptional": (I32, (2,))}, 161002, "seqLensOptional"),
    ("A2", "ScatterPaKvCache", {"key": (H, (2, 32))}, 561002, "key"),
    ("A2", "ScatterPaKvCache", {"value": (H, (3, 2, 16))}, 561002, "value"),
    ("A2", "ScatterPaKvCache", {"slotMapping": (I32, (3,))}, 561002, "slotMapping"),
    ("A2", "ScatterPaKvCache", {"keyCacheRef": (H, (3, 4, 2, 8))}, 561002, "keyCacheRef"),
    ("A2", "ScatterPaKvCache", {"cacheModeOptional": "PA_NZ"}, 561002, "keyCacheRef"),
    ("A2", "ScatterPaKvCache", {"valueCacheRef": (H, (3, 8, 16))}, 561002, "valueCacheRef"),
    ("950", "ScatterPaKvCache", {}, 561003, "product"),
    ("A2", _V2, {"weightScaleOptional": None}, 161001, "weightScaleOptional"),
    ("A2", _V2, {"quantModeOptional": None, "quantScaleOptional": None}, 161001, "quantScaleOptional"),
    ("A2", _V2, {"groupIndexOptional": None}, 161001, "groupIndexOptional"),
    ("A2", _V2, {"x": (H, (4, 64))}, 161002, "x"),
    ("A2", _V2, {"x": ("bf16", (4, 64))}, 161002, "weightScaleOptional"),
    ("A2", _V2, {"dstType": 36}, 161002, "dstType"),
    ("A2", _V2, {"roundModeOptional": "floor"}, 161002, "roundModeOptional"),
    ("A2", _V2, {"activateDim": 0}, 161002, "activateDim"),
    ("A2", _V2, {"swigluMode": 4}, 161002, "swigluMode"),
    ("A2", _V2, {"swigluMode": 1, "activateLeft": False}, 161002, "activateLeft"),
    ("A2", _V2, {"swigluMode": 2, "clampLimit": 0.0}, 161002, "clampLimit"),
    ("A2", _V2, {"x": (I32, (2, 2, 64))}, 161002, "x"),
    ("A2", _V2, {"x": (I32, (4, 32))}, 161002, "x"),
    ("A2", _V2, {"quantModeOptional": "both"}, 161002, "quantModeOptional"),
    ("A2", _V2, {"weightScaleOptional": (F, (64,))}, 161002, "weightScaleOptional"),
    ("A2", _V2, {"activationScaleOptional": (F, (2,))}, 161002, "activationScaleOptional"),
    ("A2", _V2, {"biasOptional": (F, (64,))}, 161002, "biasOptional"),
    ("A2", _V2, {"quantScaleOptional": (F, (2, 64))}, 161002, "quantScaleOptional"),
    ("A2", _V2, {"quantOffsetOptional": (F, (2, 32))}, 161002, "quantOffsetOptional"),
    ("A2", _V2, {"groupIndexOptional": ("i64", (2, 2))}, 161002, "groupIndexOptional"),
    ("950", "DequantSwigluQuant", {"quantModeOptional": "static"}, 161002, "quantModeOptional"),
    ("950", "DequantSwigluQuant", {"groupIndexOptional": (I32, (2,))}, 161002, "groupIndexOptional"),
    ("A3", "DequantSwigluQuant", {}, 561003, "product"),
]


@pytest.mark.parametrize("name", _BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **_BASES[name])


@pytest.mark.parametrize(("product", "name", "changed", "status", "parameter"), _REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, name, parameter, status, **{**_BASES[name], **changed})
