"""Normalisations and softmaxes against their formulas in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, assert_refused, given, results
from harness import Array, Session
from values import agrees

TYPES = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
EPS = 1e-5


def _drawn(seed: int, shape: tuple[int, ...], short: str) -> Array:
    return given(short, np.random.default_rng(seed).uniform(-3, 3, shape))


def _is(bits: Array | None, short: str, exact: Array) -> None:
    assert bits is not None
    assert bits.shape == exact.shape
    assert agrees(bits, short, exact, 3e-6)


def _rms(x: Array, axes: tuple[int, ...]) -> Array:
    return 1 / np.sqrt(np.mean(x * x, axes, keepdims=True) + EPS)


@TYPES
@pytest.mark.parametrize("gamma_shape", [(8,), (4, 8), (3, 4, 8)])
@pytest.mark.parametrize("bare", [False, True])
def test_rms_norm(session: Session, short: str, gamma_shape: tuple[int, ...], bare: bool) -> None:
    """rstdOut may lack the dimensions of gamma, which are 1 long in it: so ggml calls it."""
    x, gamma = _drawn(1, (3, 4, 8), short), _drawn(2, gamma_shape, short)
    rstd = _rms(x, tuple(range(3 - len(gamma_shape), 3)))
    y, found = results(
        session, "RmsNorm", x=(short, x), gamma=(short, gamma), epsilon=EPS, yOut=(short, x.shape),
        rstdOut=("f32", rstd.shape[: 3 - len(gamma_shape)] if bare else rstd.shape),
    )  # fmt: skip
    _is(y, short, x * rstd * gamma)
    _is(found.reshape(rstd.shape), "f32", rstd)


@pytest.mark.parametrize("short", ["f16", "bf16"])
def test_rms_norm_with_float_weights(session: Session, short: str) -> None:
    x, gamma = _drawn(1, (5, 16), short), _drawn(2, (16,), "f32")
    y, _ = results(
        session,
        "RmsNorm",
        x=(short, x),
        gamma=("f32", gamma),
        epsilon=EPS,
        yOut=(short, x.shape),
        rstdOut=("f32", (5, 1)),
    )
    _is(y, short, x * _rms(x, (1,)) * gamma)


def test_rms_norm_of_infinities(session: Session) -> None:
    """NaN spreads over its row alone."""
    x = np.ones((2, 4))
    x[0, 1] = np.nan
    y, _ = results(
        session, "RmsNorm", x=("f32", x), gamma=("f32", np.ones(4)), epsilon=0.0, yOut=("f32", x.shape),
        rstdOut=("f32", (2, 1)),
    )  # fmt: skip
    assert np.isnan(y[0]).all()
    assert (y[1] == 1).all()


@TYPES
def test_add_rms_norm(session: Session, short: str) -> None:
    x1, x2, gamma = _drawn(1, (2, 3, 8), short), _drawn(2, (2, 3, 8), short), _drawn(3, (3, 8), short)
    rstd = _rms(x1 + x2, (1, 2))
    y, found, x = results(
        session, "AddRmsNorm", x1=(short, x1), x2=(short, x2), gamma=(short, gamma), epsilon=EPS,
        yOut=(short, x1.shape), rstdOut=("f32", rstd.shape), xOut=(short, x1.shape),
    )  # fmt: skip
    _is(y, short, (x1 + x2) * rstd * gamma)
    _is(found, "f32", rstd)
    _is(x, short, x1 + x2)


@pytest.mark.parametrize("with_sum", [False, True])
def test_add_rms_norm_without_rstd(session: Session, with_sum: bool) -> None:
    x1, x2, gamma = _drawn(1, (2, 3, 8), "f16"), _drawn(2, (2, 3, 8), "f16"), _drawn(3, (1, 8), "f16")
    y, _, x = results(
        session, "AddRmsNorm", x1=("f16", x1), x2=("f16", x2), gamma=("f16", gamma), epsilon=EPS,
        yOut=("f16", x1.shape), xOut=("f16", x1.shape) if with_sum else None,
    )  # fmt: skip
    _is(y, "f16", (x1 + x2) * _rms(x1 + x2, (2,)) * gamma[0])
    assert (x is not None) == with_sum


def _layer(x: Array, axes: tuple[int, ...]) -> tuple[Array, Array, Array]:
    mean, variance = np.mean(x, axes, keepdims=True), np.var(x, axes, keepdims=True)
    rstd = 1 / np.sqrt(variance + EPS)
    return (x - mean) * rstd, mean, rstd


@TYPES
@pytest.mark.parametrize("weights", ["own", "f32", None])
@pytest.mark.parametrize("mode", [None, 0])
def test_layer_norm(session: Session, short: str, weights: str | None, mode: int | None) -> None:
    x, inner = _drawn(1, (2, 3, 4, 5), short), (4, 5)
    kind = short if weights == "own" else "f32"
    weight, bias = _drawn(2, inner, kind), _drawn(3, inner, kind)
    normal, mean, rstd = _layer(x, (2, 3))
    given_weights = {"weightOptional": (kind, weight), "biasOptional": (kind, bias)} if weights else {}
    extra = {} if mode is None else {"implMode": mode}
    name = "LayerNorm" if mode is None else "LayerNormWithImplMode"
    y, m, r = results(
        session, name, input=(short, x), normalizedShape=inner, eps=EPS, out=(short, x.shape), **extra, **given_weights,
        meanOutOptional=(short, mean.shape), rstdOutOptional=(short, rstd.shape),
    )  # fmt: skip
    _is(y, short, normal * weight + bias if weights else normal)
    _is(m, short, mean)
    _is(r, short, rstd)


@TYPES
@pytest.mark.parametrize("affine", [False, True])
def test_group_norm(session: Session, short: str, affine: bool) -> None:
    x, gamma, beta = _drawn(1, (2, 6, 3, 2), short), _drawn(2, (6,), short), _drawn(3, (6,), short)
    normal, mean, rstd = _layer(x.reshape(2, 3, 12), (2,))
    exact = normal.reshape(x.shape)
    if affine:
        exact = exact * gamma[:, None, None] + beta[:, None, None]
    parts = {"gamma": (short, gamma), "beta": (short, beta)} if affine else {}
    y, m, r = results(
        session, "GroupNorm", self=(short, x), N=2, C=6, HxW=6, group=3, eps=EPS, out=(short, x.shape), **parts,
        meanOut=(short, (2, 3)), rstdOut=(short, (2, 3)),
    )  # fmt: skip
    _is(y, short, exact)
    _is(m, short, mean[..., 0])
    _is(r, short, rstd[..., 0])


@TYPES
@pytest.mark.parametrize("activate", [None, False, True])
def test_group_norm_silu(session: Session, short: str, activate: bool | None) -> None:
    x, gamma, beta = _drawn(1, (2, 6, 3), short), _drawn(2, (6,), "f32"), _drawn(3, (6,), "f32")
    normal, mean, rstd = _layer(x.reshape(2, 3, 6), (2,))
    exact = normal.reshape(x.shape) * gamma[:, None] + beta[:, None]
    exact = exact if activate is False else exact / (1 + np.exp(-exact))
    mode = {} if activate is None else {"activateSilu": activate}
    y, m, r = results(
        session, "GroupNormSilu" if activate is None else "GroupNormSiluV2", self=(short, x), gamma=("f32", gamma),
        beta=("f32", beta), group=3, eps=EPS, out=(short, x.shape), meanOut=("f32", (2, 3)), rstdOut=("f32", (2, 3)),
        **mode,
    )  # fmt: skip
    _is(y, short, exact)
    _is(m, "f32", mean[..., 0])
    _is(r, "f32", rstd[..., 0])


@TYPES
@pytest.mark.parametrize("keeps", [False, True])
def test_gemma_rms_norm(session: Session, short: str, keeps: bool) -> None:
    x, gamma = _drawn(1, (3, 4, 8), short), _drawn(2, (4, 8), short)
    rstd = _rms(x, (1, 2))
    y, found = results(
        session, "GemmaRmsNorm", x=(short, x), gamma=(short, gamma), epsilon=EPS, yOut=(short, x.shape),
        rstdOut=("f32", (3, 1, 1) if keeps else (3,)),
    )  # fmt: skip
    _is(y, short, x * rstd * (1 + gamma))
    _is(found, "f32", rstd if keeps else rstd[:, 0, 0])


@TYPES
def test_inplace_add_rms_norm(session: Session, short: str) -> None:
    x1, x2, gamma = _drawn(1, (2, 3, 8), short), _drawn(2, (2, 3, 8), short), _drawn(3, (8,), short)
    rstd = _rms(x1 + x2, (2,))
    y, x, found = results(
        session, "InplaceAddRmsNorm", x1Ref=(short, x1), x2Ref=(short, x2), gamma=(short, gamma), epsilon=EPS,
        rstdOut=("f32", rstd.shape),
    )  # fmt: skip
    _is(y, short, (x1 + x2) * rstd * gamma)
    _is(x, short, x1 + x2)
    _is(found, "f32", rstd)


@pytest.mark.parametrize("short", ["f16", "bf16"])
def test_add_rms_norm_cast(session: Session, short: str) -> None:
    x1, x2, gamma = _drawn(1, (2, 3, 8), short), _drawn(2, (2, 3, 8), short), _drawn(3, (8,), short)
    rstd = _rms(x1 + x2, (2,))
    exact = (x1 + x2) * rstd * gamma
    y1, y2, found, x = results(
        session, "AddRmsNormCast", x1=(short, x1), x2=(short, x2), gamma=(short, gamma), epsilon=EPS,
        y1Out=("f32", x1.shape), y2Out=(short, x1.shape), rstdOut=("f32", rstd.shape), xOut=(short, x1.shape),
    )  # fmt: skip
    _is(y1, "f32", exact)
    _is(y2, short, exact)
    _is(found, "f32", rstd)
    _is(x, short, x1 + x2)


SUMS = [("f32", "f32", "f32"), ("f16", "f16", "f16"), ("bf16", "f32", "f32")]  # types of the addends and the sum


@pytest.mark.parametrize(("first", "second", "own"), SUMS)
@pytest.mark.parametrize("bias_shape", [None, (8,), (2, 3, 8)])
@pytest.mark.parametrize("additional", [False, True])
def test_add_layer_norm(
    session: Session, first: str, second: str, own: str, bias_shape: tuple[int, ...] | None, additional: bool
) -> None:
    x1, x2, gamma, beta = (_drawn(n, s, k) for n, (s, k) in enumerate(
        [((2, 3, 8), first), ((2, 3, 8), second), ((8,), own), ((8,), own)]
    ))  # fmt: skip
    bias = None if bias_shape is None else _drawn(9, bias_shape, own)
    total = x1 + x2 + (0 if bias is None else bias)
    normal, mean, rstd = _layer(total, (2,))
    y, m, r, x = results(
        session, "AddLayerNorm", x1=(first, x1), x2=(second, x2), gamma=(own, gamma), beta=(own, beta),
        biasOptional=None if bias is None else (own, bias), epsilon=EPS, additionalOutput=additional,
        yOut=(own, x1.shape), meanOut=("f32", mean.shape), rstdOut=("f32", mean.shape), xOut=(own, x1.shape),
    )  # fmt: skip
    _is(y, own, normal * gamma + beta)
    _is(m, "f32", mean)
    _is(r, "f32", rstd)
    untouched = np.full(x1.shape, 7.0)  # what lay there before
    _is(x, own, total if additional else untouched)


@TYPES
@pytest.mark.parametrize("product", ["A2", "950"])
def test_batch_norm_in_training(session: Session, short: str, product: str) -> None:
    x, weight, bias = _drawn(1, (4, 3, 5), short), _drawn(2, (3,), "f32"), _drawn(3, (3,), "f32")
    running_mean, running_var = _drawn(4, (3,), "f32"), np.abs(_drawn(5, (3,), "f32"))
    normal, mean, rstd = _layer(x, (0, 2))
    variance = np.var(x, (0, 2))
    new_mean, new_var, y, saved, scale = results(
        session, "BatchNorm", input=(short, x), weight=("f32", weight), bias=("f32", bias),
        runningMean=("f32", running_mean), runningVar=("f32", running_var), training=True, momentum=0.1, eps=EPS,
        output=(short, x.shape), saveMean=("f32", (3,)), saveInvstd=("f32", (3,)),
    )  # fmt: skip
    _is(y, short, normal * weight[:, None] + bias[:, None])
    _is(new_mean, "f32", 0.9 * running_mean + 0.1 * mean[0, :, 0])
    _is(new_var, "f32", 0.9 * running_var + 0.1 * variance * 20 / 19)
    _is(saved, "f32", mean[0, :, 0])
    _is(scale, "f32", rstd[0, :, 0] if product == "950" else variance)


def test_batch_norm_in_inference(session: Session) -> None:
    x, mean, variance = _drawn(1, (2, 3, 2, 2), "f32"), _drawn(2, (3,), "f32"), np.abs(_drawn(3, (3,), "f32"))
    kept_mean, kept_var, y, _, _ = results(
        session, "BatchNorm", input=("f32", x), runningMean=("f32", mean), runningVar=("f32", variance), training=False,
        momentum=0.1, eps=EPS, output=("f32", x.shape),
    )  # fmt: skip
    _is(y, "f32", (x - mean[:, None, None]) / np.sqrt(variance + EPS)[:, None, None])
    assert (kept_mean == mean.astype(np.float32)).all()
    assert (kept_var == variance.astype(np.float32)).all()


@pytest.mark.parametrize("short", ["f32", "f16", "bf16", "f64"])
@pytest.mark.parametrize("dim", [-1, 0, 1])
@pytest.mark.parametrize("name", ["Softmax", "LogSoftmax"])
def test_softmax(session: Session, name: str, short: str, dim: int) -> None:
    x = given(short, np.random.default_rng(1).uniform(-90, 90, (3, 4, 5)))
    shifted = x - np.max(x, dim, keepdims=True)
    exact = shifted - np.log(np.sum(np.exp(shifted), dim, keepdims=True))
    exact = np.exp(exact) if name == "Softmax" else exact
    (y,) = results(session, name, self=(short, x), dim=dim, out=(short, x.shape))
    if short == "f64":
        np.testing.assert_allclose(y, exact, 1e-13)
    else:
        _is(y, short, exact)


@pytest.mark.parametrize("name", ["Softmax", "LogSoftmax"])
def test_softmax_into_another_type(session: Session, name: str) -> None:
    """What is computed in the type of self is rounded to it and then cast."""
    x = _drawn(1, (3, 4), "f16")
    own, wide = (results(session, name, self=("f16", x), dim=1, out=(out, x.shape))[0] for out in ("f16", "f32"))
    assert (own.view(np.float16).astype(np.float32) == wide).all()


def test_softmax_of_a_number(session: Session) -> None:
    (y,) = results(session, "Softmax", self=("f32", np.array(3.0)), dim=-1, out=("f32", ()))
    assert y == 1


@TYPES
@pytest.mark.parametrize("dim", [0, 1, -1])
def test_swi_glu(session: Session, short: str, dim: int) -> None:
    x = _drawn(1, (4, 6, 2), short)
    first, second = np.split(x, 2, dim)
    exact = first / (1 + np.exp(-first)) * second
    (y,) = results(session, "SwiGlu", x=(short, x), dim=dim, out=(short, exact.shape))
    _is(y, short, exact)


F, H = "f32", "f16"
_RMS: dict[str, Any] = {
    "x": (F, (2, 8)), "gamma": (F, (8,)), "epsilon": EPS, "yOut": (F, (2, 8)), "rstdOut": (F, (2, 1)),
}  # fmt: skip
_ADD: dict[str, Any] = {
    "x1": (H, (2, 8)), "x2": (H, (2, 8)), "gamma": (H, (8,)), "epsilon": EPS, "yOut": (H, (2, 8)),
    "rstdOut": (F, (2, 1)), "xOut": (H, (2, 8)),
}  # fmt: skip
_LAYER: dict[str, Any] = {
    "input": (H, (2, 8)), "normalizedShape": (8,), "weightOptional": (H, (8,)), "biasOptional": (H, (8,)), "eps": EPS,
    "out": (H, (2, 8)), "meanOutOptional": (H, (2, 1)), "rstdOutOptional": (H, (2, 1)), "implMode": 2,
}  # fmt: skip
_GROUP: dict[str, Any] = {
    "self": (F, (2, 4, 3)), "gamma": (F, (4,)), "beta": (F, (4,)), "N": 2, "C": 4, "HxW": 3, "group": 2, "eps": EPS,
    "out": (F, (2, 4, 3)), "meanOut": (F, (2, 2)), "rstdOut": (F, (2, 2)),
}  # fmt: skip
_BATCH: dict[str, Any] = {
    "input": (F, (2, 4, 3)), "training": True, "momentum": 0.1, "eps": EPS, "output": (F, (2, 4, 3)),
    "saveMean": (F, (4,)), "saveInvstd": (F, (4,)),
}  # fmt: skip
BASES = {
    "GemmaRmsNorm": _RMS,
    "InplaceAddRmsNorm": {
        "x1Ref": (H, (2, 8)), "x2Ref": (H, (2, 8)), "gamma": (H, (8,)), "epsilon": EPS, "rstdOut": (F, (2, 1)),
    },
    "AddRmsNormCast": {
        "x1": (H, (2, 8)), "x2": (H, (2, 8)), "gamma": (H, (8,)), "epsilon": EPS, "y1Out": (F, (2, 8)),
        "y2Out": (H, (2, 8)), "rstdOut": (F, (2, 1)), "xOut": (H, (2, 8)),
    },
    "AddLayerNorm": {
        "x1": (H, (2, 8)), "x2": (H, (2, 8)), "gamma": (F, (8,)), "beta": (F, (8,)), "epsilon": EPS,
        "additionalOutput": True, "yOut": (H, (2, 8)), "meanOut": (F, (2, 1)), "rstdOut": (F, (2, 1)),
        "xOut": (H, (2, 8)),
    },
    "GroupNormSilu": {
        "self": (F, (2, 4, 3)), "gamma": (F, (4,)), "beta": (F, (4,)), "group": 2, "eps": EPS, "out": (F, (2, 4, 3)),
        "meanOut": (F, (2, 2)), "rstdOut": (F, (2, 2)),
    },
    "RmsNorm": _RMS, "AddRmsNorm": _ADD, "LayerNormWithImplMode": _LAYER, "GroupNorm": _GROUP, "BatchNorm": _BATCH,
    "Softmax": {"self": (F, (2, 3)), "dim": 1, "out": (F, (2, 3))},
    "LogSoftmax": {"self": (F, (2, 3)), "dim": 1, "out": (F, (2, 3))},
    "SwiGlu": {"x": (F, (2, 4)), "dim": 1, "out": (F, (2, 2))},
}  # fmt: skip
REFUSED = [
    ("GemmaRmsNorm", {"rstdOut": (F, (2, 8))}, 561002, "rstdOut"),
    ("GemmaRmsNorm", {"gamma": (F, (2,))}, 561002, "gamma"),
    ("InplaceAddRmsNorm", {"x2Ref": (H, (8,))}, 161002, "x2Ref"),
    ("InplaceAddRmsNorm", {"gamma": (H, (2,))}, 161002, "gamma"),
    ("AddRmsNormCast", {"x2": (H, (8,))}, 561002, "x2"),
    ("AddRmsNormCast", {"y1Out": (F, (8, 2))}, 161002, "y1Out"),
    ("AddLayerNorm", {"x2": ("bf16", (2, 8))}, 161002, "x2"),
    ("AddLayerNorm", {"beta": (H, (8,))}, 161002, "gamma"),
    ("AddLayerNorm", {"yOut": (F, (2, 8))}, 161002, "yOut"),
    ("AddLayerNorm", {"biasOptional": (H, (2,))}, 561002, "biasOptional"),
    ("AddLayerNorm", {"gamma": (F, (2,)), "beta": (F, (2,))}, 561002, "gamma"),
    ("GroupNormSilu", {"group": 3}, 161002, "group"),
    ("GroupNormSilu", {"gamma": None}, 161001, "gamma"),
    ("GroupNormSilu", {"beta": (F, (3,))}, 161002, "beta"),
    ("GroupNormSilu", {"meanOut": (H, (2, 2))}, 161002, "meanOut"),
    ("RmsNorm", {"gamma": (H, (8,))}, 161002, "gamma"),
    ("RmsNorm", {"gamma": (F, (4,))}, 561002, "gamma"),
    ("RmsNorm", {"gamma": (F, (0,))}, 561002, "gamma"),
    ("RmsNorm", {"rstdOut": (F, (3,))}, 161002, "rstdOut"),
    ("RmsNorm", {"yOut": (F, (8, 2))}, 161002, "yOut"),
    ("AddRmsNorm", {"xOut": None}, 161001, "xOut"),
    ("AddRmsNorm", {"x2": (H, (8,))}, 161002, "x2"),
    ("AddRmsNorm", {"gamma": (H, (2,))}, 161002, "gamma"),
    ("AddRmsNorm", {"rstdOut": None, "gamma": (H, (2, 8))}, 161002, "gamma"),
    ("LayerNormWithImplMode", {"implMode": 3}, 161002, "implMode"),
    ("LayerNormWithImplMode", {"weightOptional": (F, (8,)), "biasOptional": None}, 161002, "implMode"),
    ("LayerNormWithImplMode", {"biasOptional": (F, (8,)), "implMode": 0}, 161002, "biasOptional"),
    ("LayerNormWithImplMode", {"normalizedShape": ()}, 161002, "normalizedShape"),
    ("LayerNormWithImplMode", {"weightOptional": (H, (1, 8))}, 161002, "weightOptional"),
    ("LayerNormWithImplMode", {"normalizedShape": (2,), "weightOptional": None, "biasOptional": None}, 161002, "input"),
    ("LayerNormWithImplMode", {"out": (H, (8, 2))}, 161002, "out"),
    ("GroupNorm", {"group": 0}, 161002, "group"),
    ("GroupNorm", {"group": 3}, 161002, "C"),
    ("GroupNorm", {"eps": 0.0}, 161002, "eps"),
    ("GroupNorm", {"N": 3}, 161002, "N"),
    ("GroupNorm", {"HxW": 4}, 161002, "HxW"),
    ("GroupNorm", {"beta": (F, (3,))}, 161002, "beta"),
    ("BatchNorm", {"saveMean": None}, 161001, "saveMean"),
    ("BatchNorm", {"weight": (F, (3,))}, 161002, "weight"),
    ("BatchNorm", {"saveInvstd": (F, (3,))}, 161002, "saveInvstd"),
    ("Softmax", {"dim": 2}, 161002, "dim"),
    ("LogSoftmax", {"dim": -3}, 161002, "dim"),
    ("SwiGlu", {"dim": 2}, 161002, "dim"),
    ("SwiGlu", {"x": (F, (2, 5))}, 161002, "x"),
    ("SwiGlu", {"out": (F, (2, 4))}, 161002, "out"),
]


@pytest.mark.parametrize("name", BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **BASES[name])


@pytest.mark.parametrize(("name", "changed", "status", "parameter"), REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, name, parameter, status, **{**BASES[name], **changed})
