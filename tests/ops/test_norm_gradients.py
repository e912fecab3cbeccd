"""Gradients of normalisations and of the embedding against their formulas in float64, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from array_calls import assert_accepted, assert_refused, given, refusal, results
from harness import Array, Session
from values import agrees

TYPES = pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
SLACK = 3e-5  # sums over rows


def _drawn(seed: int, shape: tuple[int, ...], short: str) -> Array:
    return given(short, np.random.default_rng(seed).uniform(-3, 3, shape))


@TYPES
@pytest.mark.parametrize("gamma_shape", [(5,), (4, 5)])
@pytest.mark.parametrize("keeps", [False, True])
def test_rms_norm_grad(session: Session, short: str, gamma_shape: tuple[int, ...], keeps: bool) -> None:
    dy, x, gamma = _drawn(1, (3, 4, 5), short), _drawn(2, (3, 4, 5), short), _drawn(3, gamma_shape, short)
    axes = tuple(range(3 - len(gamma_shape), 3))
    rstd = given("f32", 1 / np.sqrt(np.mean(x * x, axes, keepdims=True) + 1e-6))
    scaled = dy * gamma
    dx = rstd * (scaled - x * rstd**2 * np.mean(scaled * x, axes, keepdims=True))
    dgamma = np.sum(dy * x * rstd, tuple(range(3 - len(gamma_shape))))
    rows = rstd if keeps else rstd.reshape(rstd.shape[: 3 - len(gamma_shape)])
    found_dx, found_dgamma = results(
        session, "RmsNormGrad", dy=(short, dy), x=(short, x), rstd=("f32", rows), gamma=(short, gamma),
        dxOut=(short, x.shape), dgammaOut=("f32", gamma.shape),
    )  # fmt: skip
    assert agrees(found_dx, short, dx, SLACK)
    assert agrees(found_dgamma, "f32", dgamma, SLACK)


def _layer_norm(short: str) -> tuple[dict[str, Any], tuple[Array, Array, Array]]:
    dy, x, weight = _drawn(1, (3, 4, 5), short), _drawn(2, (3, 4, 5), short), _drawn(3, (5,), short)
    mean = given("f32", np.mean(x, -1, keepdims=True))
    rstd = given("f32", 1 / np.sqrt(np.var(x, -1, keepdims=True) + 1e-5))
    normal, scaled = (x - mean) * rstd, dy * weight
    centred = scaled - np.mean(scaled, -1, keepdims=True)
    dx = rstd * (centred - normal * np.mean(scaled * normal, -1, keepdims=True))
    values = {
        "gradOut": (short, dy), "input": (short, x), "normalizedShape": (5,), "mean": ("f32", mean),
        "rstd": ("f32", rstd), "weightOptional": (short, weight), "biasOptional": (short, weight),
        "outputMask": (True, True, True), "gradInputOut": (short, x.shape), "gradWeightOut": (short, (5,)),
        "gradBiasOut": (short, (5,)),
    }  # fmt: skip
    return values, (dx, np.sum(dy * normal, (0, 1)), np.sum(dy, (0, 1)))


@TYPES
def test_layer_norm_backward(session: Session, short: str) -> None:
    values, exact = _layer_norm(short)
    for found, wanted in zip(results(session, "LayerNormBackward", **values), exact):
        assert agrees(found, short, wanted, SLACK)


@pytest.mark.parametrize("asked", range(3))
def test_layer_norm_backward_gives_what_is_asked(session: Session, asked: int) -> None:
    values, exact = _layer_norm("f32")
    names = ("gradInputOut", "gradWeightOut", "gradBiasOut")
    values["outputMask"] = tuple(index == asked for index in range(3))
    values.update({name: None for name in names if name != names[asked]})
    found = results(session, "LayerNormBackward", **values)
    assert [f is not None for f in found] == [index == asked for index in range(3)]
    assert agrees(found[asked], "f32", exact[asked], SLACK)


@TYPES
@pytest.mark.parametrize("affine", [False, True])
def test_group_norm_backward(session: Session, short: str, affine: bool) -> None:
    dy, x, gamma = _drawn(1, (2, 6, 5), short), _drawn(2, (2, 6, 5), short), _drawn(3, (6,), "f32")
    grouped = x.reshape(2, 3, 10)
    mean = given("f32", np.mean(grouped, -1))
    rstd = given("f32", 1 / np.sqrt(np.var(grouped, -1) + 1e-5))
    normal = (grouped - mean[..., None]) * rstd[..., None]
    scaled = (dy * (gamma if affine else np.ones(6))[:, None]).reshape(2, 3, 10)
    centred = scaled - np.mean(scaled, -1, keepdims=True)
    dx = (centred - normal * np.mean(scaled * normal, -1, keepdims=True)) * rstd[..., None]
    normal = normal.reshape(2, 6, 5)
    found = results(
        session, "GroupNormBackward", gradOut=(short, dy), input=(short, x), mean=("f32", mean), rstd=("f32", rstd),
        gamma=("f32", gamma) if affine else None, N=2, C=6, HxW=5, group=3, outputMask=(True, True, True),
        gradInput=(short, x.shape), gradGammaOut=("f32", (6,)), gradBetaOut=("f32", (6,)),
    )  # fmt: skip
    assert agrees(found[0], short, dx.reshape(x.shape), SLACK)
    assert agrees(found[1], "f32", np.sum(dy * normal, (0, 2)), SLACK)
    assert agrees(found[2], "f32", np.sum(dy, (0, 2)), SLACK)


@TYPES
@pytest.mark.parametrize("product", ["A2", "950"])
@pytest.mark.parametrize("training", [False, True])
def test_batch_norm_backward(session: Session, short: str, product: str, training: bool) -> None:
    dy, x, weight = _drawn(1, (4, 3, 5), short), _drawn(2, (4, 3, 5), short), _drawn(3, (3,), "f32")
    mean, variance = given("f32", np.mean(x, (0, 2))), given("f32", np.var(x, (0, 2)))
    rstd = 1 / np.sqrt(variance + 1e-5)
    normal = (x - mean[:, None]) * rstd[:, None]
    of_weight, of_bias = np.sum(dy * normal, (0, 2)), np.sum(dy, (0, 2))
    inner = dy - (of_bias[:, None] + normal * of_weight[:, None]) / 20 if training else dy
    saved = given("f32", rstd) if product == "950" else variance
    statistics = (
        {"saveMean": ("f32", mean), "saveInvstd": ("f32", saved)}
        if training
        else {"runningMean": ("f32", mean), "runningVar": ("f32", variance)}
    )
    found = results(
        session, "BatchNormBackward", gradOut=(short, dy), input=(short, x), weight=("f32", weight), **statistics,
        training=training, eps=1e-5, outputMask=(True, True, True), gradInput=(short, x.shape),
        gradWeight=("f32", (3,)), gradBias=("f32", (3,)),
    )  # fmt: skip
    assert agrees(found[0], short, inner * (rstd * weight)[:, None], SLACK)
    assert agrees(found[1], "f32", of_weight, SLACK)
    assert agrees(found[2], "f32", of_bias, SLACK)


@TYPES
@pytest.mark.parametrize("by_frequency", [False, True])
@pytest.mark.parametrize("padding", [-1, 2])
def test_embedding_dense_backward(session: Session, short: str, by_frequency: bool, padding: int) -> None:
    grad, indices = _drawn(1, (2, 3, 4), short), np.array([[0, 2, 0], [4, 0, 2]])
    exact = np.zeros((6, 4))
    for row, index in zip(grad.reshape(-1, 4), indices.reshape(-1)):
        if index != padding:
            exact[index] += row / (np.count_nonzero(indices == index) if by_frequency else 1)
    (found,) = results(
        session, "EmbeddingDenseBackward", grad=(short, grad), indices=("i64", indices), numWeights=6,
        paddingIdx=padding, scaleGradByFreq=by_frequency, out=(short, (6, 4)),
    )  # fmt: skip
    assert agrees(found, short, exact, SLACK)


F = "f32"
BASES: dict[str, dict[str, Any]] = {
    "RmsNormGrad": {
        "dy": (F, (2, 8)), "x": (F, (2, 8)), "rstd": (F, (2, 1)), "gamma": (F, (8,)), "dxOut": (F, (2, 8)),
        "dgammaOut": (F, (8,)),
    },
    "LayerNormBackward": _layer_norm(F)[0],
    "EmbeddingDenseBackward": {
        "grad": (F, (3, 4)), "indices": ("i64", np.zeros(3)), "numWeights": 2, "paddingIdx": -1,
        "scaleGradByFreq": False, "out": (F, (2, 4)),
    },
    "GroupNormBackward": {
        "gradOut": (F, (2, 4, 3)), "input": (F, (2, 4, 3)), "mean": (F, (2, 2)), "rstd": (F, (2, 2)),
        "gamma": (F, (4,)), "N": 2, "C": 4, "HxW": 3, "group": 2, "outputMask": (True, False, False),
        "gradInput": (F, (2, 4, 3)),
    },
    "BatchNormBackward": {
        "gradOut": (F, (2, 4, 3)), "input": (F, (2, 4, 3)), "saveMean": (F, (4,)), "saveInvstd": (F, (4,)),
        "training": True, "eps": 1e-5, "outputMask": (True, False, False), "gradInput": (F, (2, 4, 3)),
    },
    "PreluBackward": {
        "gradOutput": (F, (2, 3)), "self": (F, (2, 3)), "weight": (F, (3,)), "gradInput": (F, (2, 3)),
        "gradWeight": (F, (3,)),
    },
    "SwiGluGrad": {"yGrad": (F, (2, 2)), "x": (F, (2, 4)), "dim": 1, "out": (F, (2, 4))},
    "SoftmaxBackward": {"gradOutput": (F, (2, 3)), "output": (F, (2, 3)), "dim": 1, "out": (F, (2, 3))},
    "ThresholdBackward": {"gradOutput": (F, (2,)), "self": (F, (2,)), "threshold": (1, F), "out": (F, (2,))},
    "LeakyReluBackward": {
        "gradOutput": (F, (2,)), "self": (F, (2,)), "negativeSlope": (-1, F), "selfIsResult": False, "out": (F, (2,)),
    },
    "HardswishBackward": {"gradOutput": (F, (2,)), "self": (F, (2,)), "out": (F, (2,))},
    "GeluV2": {"x": (F, (2,)), "approximate": 1, "y": (F, (2,))},
    "GeGluV3": {
        "self": (F, (2, 4)), "dim": -1, "approximate": 1, "activateLeft": True, "out": (F, (2, 2)),
        "outGelu": (F, (2, 2)),
    },
    "Celu": {"self": (F, (2,)), "alpha": (1, F), "out": (F, (2,))},
    "Softshrink": {"self": (F, (2,)), "lambd": (0, F), "out": (F, (2,))},
    "Prelu": {"self": (F, (2, 3)), "weight": (F, (3,)), "out": (F, (2, 3))},
    "Glu": {"self": (F, (2, 4)), "dim": 1, "out": (F, (2, 2))},
}  # fmt: skip
REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("RmsNormGrad", {"dy": (F, (2, 4))}, 561002, "dy"),
    ("RmsNormGrad", {"gamma": (F, (2, 8))}, 561002, "gamma"),
    ("RmsNormGrad", {"rstd": (F, (8,))}, 561002, "rstd"),
    ("RmsNormGrad", {"gamma": ("f16", (8,))}, 161002, "gamma"),
    ("LayerNormBackward", {"outputMask": (True, True)}, 161002, "outputMask"),
    ("LayerNormBackward", {"gradBiasOut": None}, 161001, "gradBiasOut"),
    ("LayerNormBackward", {"gradBiasOut": (F, (4,))}, 161002, "gradBiasOut"),
    ("LayerNormBackward", {"mean": (F, (3,)), "rstd": (F, (3,))}, 161002, "mean"),
    ("LayerNormBackward", {"normalizedShape": (4,)}, 161002, "input"),
    ("LayerNormBackward", {"weightOptional": ("f16", (5,))}, 161002, "weightOptional"),
    ("EmbeddingDenseBackward", {"numWeights": 3}, 161002, "out"),
    ("EmbeddingDenseBackward", {"indices": ("i64", np.zeros(4))}, 161002, "indices"),
    ("GroupNormBackward", {"group": 3}, 161002, "C"),
    ("GroupNormBackward", {"HxW": 4}, 161002, "gradOut"),
    ("GroupNormBackward", {"gradInput": None}, 161001, "gradInput"),
    ("GroupNormBackward", {"gamma": (F, (3,))}, 161002, "gamma"),
    ("BatchNormBackward", {"saveMean": None}, 161001, "saveMean"),
    ("BatchNormBackward", {"training": False}, 161001, "runningMean"),
    ("BatchNormBackward", {"saveInvstd": (F, (3,))}, 161002, "saveInvstd"),
    ("BatchNormBackward", {"gradOut": (F, (2, 4, 1))}, 161002, "gradOut"),
    ("PreluBackward", {"weight": (F, (2,)), "gradWeight": (F, (2,))}, 161002, "weight"),
    ("PreluBackward", {"gradOutput": (F, (3, 3))}, 161002, "gradOutput"),
    ("SwiGluGrad", {"yGrad": (F, (2, 4))}, 161002, "yGrad"),
    ("SwiGluGrad", {"dim": 2}, 161002, "dim"),
    ("SoftmaxBackward", {"output": (F, (3, 2))}, 161002, "output"),
    ("SoftmaxBackward", {"dim": 2}, 161002, "dim"),
    (
        "ThresholdBackward",
        {"self": ("i64", (2,)), "gradOutput": ("i64", (2,)), "out": ("i64", (2,)), "threshold": (1, "i64")},
        161002,
        "self",
    ),
    ("LeakyReluBackward", {"selfIsResult": True}, 161002, "negativeSlope"),
    ("HardswishBackward", {"self": (F, (1,))}, 161002, "self"),
    ("GeluV2", {"approximate": 2}, 161002, "approximate"),
    ("GeGluV3", {"approximate": -1}, 161002, "approximate"),
    ("GeGluV3", {"self": (F, (2, 3))}, 161002, "self"),
    ("GeGluV3", {"outGelu": (F, (2, 4))}, 161002, "outGelu"),
    ("Celu", {"alpha": (0, F)}, 161002, "alpha"),
    ("Softshrink", {"lambd": (-1, F)}, 161002, "lambd"),
    ("Prelu", {"weight": (F, (2,))}, 161002, "weight"),
    ("Glu", {"self": (F, ()), "dim": 0}, 161002, "self"),
]


@pytest.mark.parametrize("name", BASES)
def test_accepted(session: Session, name: str) -> None:
    assert_accepted(session, name, **BASES[name])


@pytest.mark.parametrize(("name", "changed", "status", "parameter"), REFUSED)
def test_refused(session: Session, name: str, changed: dict[str, Any], status: int, parameter: str) -> None:
    assert_refused(session, name, parameter, status, **{**BASES[name], **changed})


@pytest.mark.parametrize(("product", "status"), [("A2", 0), ("950", 161002)])
def test_threshold_of_950(session: Session, product: str, status: int) -> None:
    """Only 0 is documented there."""
    assert refusal(session, "ThresholdBackward", **BASES["ThresholdBackward"])[0] == status
