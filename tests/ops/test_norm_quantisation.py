"""Norms that quantise their results, against their formulas in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, refusal, results
from harness import Array, Session
from quantisation_oracle import LARGEST, drawn, is_rounded
from values import agrees

EPS = 1e-5
HALVES = pytest.mark.parametrize("short", ["f16", "bf16"])


def _normal(x: Array, gamma: Array) -> Array:
    axes = tuple(range(x.ndim - gamma.ndim, x.ndim))
    return x / np.sqrt(np.mean(x * x, axes, keepdims=True) + EPS) * gamma


def _is(bits: Array | None, short: str, exact: Array) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, 3e-6)


ROWS = [
    ("A2", "f16", "f32", "i32", "i8"), ("A2", "bf16", "bf16", "bf16", "i8"), ("310P", "f16", "f32", "i32", "i8"),
    ("950", "f32", "f32", "f32", "i8"), ("950", "bf16", "f32", "i32", "f8e4"), ("950", "f16", "f16", "f16", "f8e5"),
]  # fmt: skip  # product, types of x, scales, zero points, results


@pytest.mark.parametrize(("product", "short", "scale_type", "zero_type", "out"), ROWS)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("shape", [(16,), (3, 16)])
def test_add_rms_norm_quant(
    session: Session, short: str, scale_type: str, zero_type: str, out: str, full: bool, shape: tuple[int, ...]
) -> None:
    x1, x2, gamma = drawn(1, (2, 3, 16), short), drawn(2, (2, 3, 16), short), drawn(3, shape, short)
    scales = [drawn(seed, shape, scale_type, 0.05, 0.1) for seed in (4, 5)]
    zeros = [np.rint(drawn(seed, shape, "f32")) for seed in (6, 7)]
    exact = _normal(x1 + x2, gamma)
    more: dict[str, Any] = {
        "scales2Optional": (scale_type, scales[1]), "zeroPoints1Optional": (zero_type, zeros[0]),
        "zeroPoints2Optional": (zero_type, zeros[1]),
    }  # fmt: skip
    y1, y2, total = results(
        session, "AddRmsNormQuant", x1=(short, x1, 2), x2=(short, x2), gamma=(short, gamma),
        scales1=(scale_type, scales[0]), axis=-1, epsilon=EPS, divMode=True, y1Out=(out, x1.shape),
        y2Out=(out, x1.shape if full else (1,)), xOut=(short, x1.shape), **(more if full else {}),
    )  # fmt: skip
    is_rounded(y1, out, exact / scales[0] + (zeros[0] if full else 0), 1e-3)
    if full:
        is_rounded(y2, out, exact / scales[1] + zeros[1], 1e-3)
    _is(total, short, x1 + x2)


@pytest.mark.parametrize(("product", "divides"), [("A2", True), ("950", False)])
@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("gives", [False, True])
def test_add_rms_norm_quant_v2(session: Session, divides: bool, moves: bool, gives: bool) -> None:
    x1, x2, gamma, beta = (drawn(seed, s, "f16") for seed, s in enumerate([(2, 8), (2, 8), (8,), (8,)]))
    scales = drawn(5, (8,), "f32", 0.05, 0.1) if divides else drawn(5, (8,), "f32", 10, 20)
    normal = _normal(x1 + x2, gamma)
    y = normal + (beta if moves else 0)
    y1, _, _, found = results(
        session, "AddRmsNormQuantV2", x1=("f16", x1), x2=("f16", x2), gamma=("f16", gamma), scales1=("f32", scales),
        betaOptional=("f16", beta) if moves else None, axis=-1, epsilon=EPS, divMode=divides, y1Out=("i8", (2, 8)),
        y2Out=("i8", (1,)), xOut=("f16", (2, 8)), rmsNormOut=("f16", (2, 8)) if gives else None,
    )  # fmt: skip
    is_rounded(y1, "i8", y / scales if divides else y * scales, 1e-3)
    if gives:
        _is(found, "f16", normal)


@HALVES
@pytest.mark.parametrize(("product", "out"), [("A2", "i8"), ("950", "i32"), ("950", "f8e4")])
@pytest.mark.parametrize("smooths", [0, 1, 2])
def test_add_rms_norm_dynamic_quant(session: Session, short: str, out: str, smooths: int) -> None:
    x1, x2, gamma = drawn(1, (2, 3, 16), short), drawn(2, (2, 3, 16), short), drawn(3, (16,), short)
    smooth = [drawn(seed, (16,), short, 0.5, 2) for seed in (4, 5)][:smooths]
    y = _normal(x1 + x2, gamma)
    target = (2, 3, 2) if out == "i32" else x1.shape
    y1, y2, total, scale1, scale2 = results(
        session, "AddRmsNormDynamicQuant", x1=(short, x1), x2=(short, x2), gamma=(short, gamma),
        smoothScale1Optional=(short, smooth[0]) if smooths else None,
        smoothScale2Optional=(short, smooth[1]) if smooths == 2 else None, epsilon=EPS, y1Out=(out, target),
        y2Out=(out, target if smooths == 2 else (1,)), xOut=(short, x1.shape), scale1Out=("f32", (2, 3)),
        scale2Out=("f32", (6,) if smooths == 2 else (1,)),
    )  # fmt: skip
    _is(total, short, x1 + x2)
    for at, (stored, found) in enumerate(((y1, scale1), (y2, scale2))[: max(smooths, 1)]):
        values = y * smooth[at] if smooths else y
        scale = np.abs(values).max(-1) / LARGEST["i4" if out == "i32" else out]
        assert found is not None
        np.testing.assert_allclose(found.reshape(2, 3), scale, 1e-5)
        is_rounded(stored, out, values / scale[..., None], 1e-3)


@pytest.mark.parametrize("mask", [None, (True, False), (False, True), (True, True)])
def test_add_rms_norm_dynamic_quant_v2(session: Session, mask: tuple[bool, bool] | None) -> None:
    x1, x2, gamma, beta = (drawn(seed, s, "f16") for seed, s in enumerate([(2, 8), (2, 8), (8,), (8,)]))
    y = _normal(x1 + x2, gamma) + beta
    valid = mask or (True, False)
    found = results(
        session, "AddRmsNormDynamicQuantV2", x1=("f16", x1), x2=("f16", x2), gamma=("f16", gamma),
        betaOptional=("f16", beta), epsilon=EPS, outputMaskOptional=mask, xOut=("f16", (2, 8)),
        **{f"y{at + 1}Out": ("i8", (2, 8) if valid[at] else (1,)) for at in (0, 1)},
        **{f"scale{at + 1}Out": ("f32", (2,) if valid[at] else (1,)) for at in (0, 1)},
    )  # fmt: skip
    scale = np.abs(y).max(-1) / 127
    for at in (0, 1):
        stored, scales = found[at], found[3 + at]
        assert stored is not None
        assert scales is not None
        if valid[at]:
            is_rounded(stored, "i8", y / scale[:, None], 1e-3)
            np.testing.assert_allclose(scales, scale, 1e-5)
        else:
            assert (stored[0], scales[0]) == (7, 7)  # left alone


@pytest.mark.parametrize(
    ("product", "short", "scale_type", "offset_type", "out"),
    [
        ("A2", "f16", "f16", "i8", "i8"), ("A2", "bf16", "bf16", "i8", "i8"), ("310P", "f16", "f16", "i8", "i8"),
        ("950", "f32", "f32", "f32", "i32"), ("950", "bf16", "f32", "i32", "f8e4"), ("950", "f16", "f16", "f16", "i8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("row", [(16,), (1, 16)])
def test_rms_norm_quant(
    session: Session, short: str, scale_type: str, offset_type: str, out: str, row: tuple[int, ...]
) -> None:
    x, gamma, beta = drawn(1, (2, 3, 16), short), drawn(2, row, short), drawn(3, row, short)
    scale, offset = drawn(4, (1,), scale_type, 0.05, 0.1), np.array([3.0])
    exact = (_normal(x, gamma.reshape(-1)) + beta.reshape(-1)) / scale + offset
    (y,) = results(
        session, "RmsNormQuant", x=(short, x), gamma=(short, gamma), beta=(short, beta), scale=(scale_type, scale),
        offset=(offset_type, offset), epsilon=EPS, y=(out, (2, 3, 2) if out == "i32" else x.shape),
    )  # fmt: skip
    is_rounded(y, out, exact, 1e-3)


H, F, B = "f16", "f32", "bf16"
_ADD: dict[str, Any] = {
    "x1": (H, (2, 8)), "x2": (H, (2, 8)), "gamma": (H, (8,)), "scales1": (F, (8,)), "scales2Optional": (F, (8,)),
    "zeroPoints1Optional": ("i32", (8,)), "axis": -1, "epsilon": EPS, "divMode": True, "y1Out": ("i8", (2, 8)),
    "y2Out": ("i8", (2, 8)), "xOut": (H, (2, 8)),
}  # fmt: skip
_DYNAMIC: dict[str, Any] = {
    "x1": (H, (2, 8)), "x2": (H, (2, 8)), "gamma": (H, (8,)), "smoothScale1Optional": (H, (8,)),
    "smoothScale2Optional": (H, (8,)), "epsilon": EPS, "y1Out": ("i8", (2, 8)), "y2Out": ("i8", (2, 8)),
    "xOut": (H, (2, 8)), "scale1Out": (F, (2,)), "scale2Out": (F, (2,)),
}  # fmt: skip
_BASES: dict[str, dict[str, Any]] = {
    "AddRmsNormQuant": _ADD, "AddRmsNormQuantV2": _ADD, "AddRmsNormDynamicQuant": _DYNAMIC,
    "AddRmsNormDynamicQuantV2": _DYNAMIC,
    "RmsNormQuant": {
        "x": (H, (2, 8)), "gamma": (H, (8,)), "beta": (H, (8,)), "scale": (H, (1,)), "offset": ("i8", (1,)),
        "epsilon": EPS, "y": ("i8", (2, 8)),
    },
}  # fmt: skip
_NO_SECOND = {"smoothScale1Optional": None, "smoothScale2Optional": None}
_REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("A2", "AddRmsNormQuant", {"divMode": False}, "divMode"),
    ("A2", "AddRmsNormQuant", {"scales1": (H, (8,)), "scales2Optional": None}, "scales1"),
    ("A2", "AddRmsNormQuant", {"zeroPoints1Optional": (F, (8,))}, "scales1"),
    ("A2", "AddRmsNormQuant", {"scales2Optional": (B, (8,))}, "scales2Optional"),
    ("A2", "AddRmsNormQuant", {"zeroPoints2Optional": (B, (8,))}, "zeroPoints2Optional"),
    ("A2", "AddRmsNormQuant", {"x2": (H, (8,))}, "x2"),
    ("A2", "AddRmsNormQuant", {"gamma": (H, (2,))}, "gamma"),
    ("A2", "AddRmsNormQuant", {"scales1": (F, (1,))}, "scales1"),
    ("A2", "AddRmsNormQuant", {"zeroPoints1Optional": ("i32", (1,))}, "zeroPoints1Optional"),
    ("A2", "AddRmsNormQuant", {"y2Out": ("i8", (1,))}, "y2Out"),
    ("A2", "AddRmsNormQuant", {"y1Out": ("f8e4", (2, 8))}, "y1Out"),
    ("310P", "AddRmsNormQuant", {}, "gamma"),
    ("A2", "AddRmsNormQuantV2", {"betaOptional": (H, (2,))}, "betaOptional"),
    ("A2", "AddRmsNormQuantV2", {"betaOptional": (F, (8,))}, "betaOptional"),
    ("A2", "AddRmsNormDynamicQuant", {"smoothScale1Optional": None}, "smoothScale2Optional"),
    ("950", "AddRmsNormDynamicQuant", {"y2Out": ("f8e4", (2, 8))}, "y2Out"),
    ("A2", "AddRmsNormDynamicQuant", {"y1Out": ("i32", (2, 1))}, "y1Out"),
    ("A2", "AddRmsNormDynamicQuant", {"gamma": (H, (2,))}, "gamma"),
    ("A2", "AddRmsNormDynamicQuant", {"smoothScale1Optional": (H, (2,))}, "smoothScale1Optional"),
    ("A2", "AddRmsNormDynamicQuant", {"y1Out": ("i8", (2, 4))}, "y1Out"),
    ("A2", "AddRmsNormDynamicQuant", {"scale2Out": (F, (1,))}, "scale2Out"),
    ("A2", "AddRmsNormDynamicQuantV2", {"outputMaskOptional": (True, False)}, "outputMaskOptional"),
    ("A2", "AddRmsNormDynamicQuantV2", {"outputMaskOptional": (True,), **_NO_SECOND}, "outputMaskOptional"),
    ("A2", "AddRmsNormDynamicQuantV2", {"outputMaskOptional": (False, False), **_NO_SECOND}, "outputMaskOptional"),
    ("A2", "AddRmsNormDynamicQuantV2", {"betaOptional": (H, (2,))}, "betaOptional"),
    ("A2", "RmsNormQuant", {"scale": (F, (1,))}, "scale"),
    ("A2", "RmsNormQuant", {"offset": (H, (1,))}, "scale"),
    ("A2", "RmsNormQuant", {"gamma": (H, (2, 8))}, "gamma"),
    ("A2", "RmsNormQuant", {"beta": (H, (2,))}, "beta"),
    ("A2", "RmsNormQuant", {"scale": (H, (8,))}, "scale"),
    ("A2", "RmsNormQuant", {"offset": ("i8", (8,))}, "offset"),
    ("A2", "RmsNormQuant", {"y": ("i32", (2, 1))}, "y"),
    ("310P", "RmsNormQuant", {}, "x"),
]


@pytest.mark.parametrize("name", _BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **_BASES[name])


@pytest.mark.parametrize(("product", "name", "changed", "parameter"), _REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], parameter: str) -> None:
    found, message = refusal(session, name, **{**_BASES[name], **changed})
    assert found == 161002, message
    assert f"Parameter {parameter} " in message
