"""INT8 in attention: keys and values, everything, the output; against attention of the dequantised numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from attention_calls import antiquant_modes, arguments_for, attend, drawn
from attention_oracle import SLACK, attention, in_pages, laid_out
from harness import Session
from torch_calls import Call, assert_close, needs_torch, torch

pytestmark = needs_torch


def _int8(*shapes: tuple[int, ...], seed: int = 2) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [torch.from_numpy(rng.integers(-8, 8, shape)).to(torch.int8) for shape in shapes]


def _scales(*shape: int, dtype: Any = None) -> Any:
    return torch.from_numpy(np.random.default_rng(4).uniform(0.02, 0.1, shape)).to(dtype or torch.float16)


def _dequantised(stored: Any, scale: Any, offset: Any, dtype: Any) -> Any:
    return ((stored.float() + offset.float()) * scale.float()).to(dtype)


@pytest.mark.parametrize("shape", [(2, 2, 1, 32), (2, 2, 32), (2, 64), (2,)])
@pytest.mark.parametrize("length", [1, 3])
@pytest.mark.parametrize("shifted", [False, True])
def test_common_scales_of_channels(session: Session, shape: tuple[int, ...], length: int, shifted: bool) -> None:
    (query,), (key, value) = drawn("f16", (1, 4, length, 32)), _int8((1, 2, 6, 32), (1, 2, 6, 32))
    scale = _scales(*shape)
    offset = scale * 20 if shifted else None
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 4, 2, antiquantScale=scale, antiquantOffset=offset
    )
    each = [(s.reshape(1) if s.numel() == 1 else s.reshape(1, 2, 1, 32)) for s in scale]
    shifts = [s * 20 if shifted else torch.zeros(1) for s in each]
    wide = [_dequantised(*three, torch.float16) for three in zip((key, value), each, shifts)]
    assert_close(attend(session, "", **arguments)[0], attention(query, *wide), 1.0, SLACK["f16"])


def test_common_scales_of_tokens(session: Session) -> None:
    (query,), (key, value) = drawn("bf16", (2, 2, 1, 32)), _int8((2, 2, 6, 32), (2, 2, 6, 32))
    scale = _scales(2, 2, 6, dtype=torch.float32)
    arguments = arguments_for(query, key, value, torch.empty_like(query), 2, 2, antiquantScale=scale, antiquantMode=1)
    wide = [_dequantised(t, s[:, None, :, None], torch.zeros(1), torch.bfloat16) for t, s in zip((key, value), scale)]
    assert_close(attend(session, "", **arguments)[0], attention(query, *wide), 1.0, SLACK["bf16"])


# By mode: the shape of a scale in memory, and the one that torch can broadcast to [B, N, S, D].
OWN = {
    0: ((1, 2, 1, 32), (1, 2, 1, 32)),
    1: ((1, 2, 6), (2, 1, 6, 1)),
    2: ((2,), (1, 2, 1, 1)),
    3: ((2, 2, 6), (2, 2, 6, 1)),
}


@pytest.mark.parametrize(("key_mode", "value_mode"), [(0, 0), (1, 1), (2, 2), (3, 3), (0, 1)])
def test_own_scales(session: Session, key_mode: int, value_mode: int) -> None:
    (query,), (key, value) = drawn("f16", (2, 4, 1, 32)), _int8((2, 2, 6, 32), (2, 2, 6, 32))
    modes = (key_mode, value_mode)
    scales = [_scales(*OWN[m][0], dtype=torch.float32 if m in (1, 3) else torch.float16) for m in modes]
    offsets = [scale * 10 for scale in scales]
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 4, 2, keyAntiquantScale=scales[0], valueAntiquantScale=scales[1],
        keyAntiquantOffset=offsets[0], valueAntiquantOffset=offsets[1],
        **antiquant_modes(keyAntiquantMode=key_mode, valueAntiquantMode=value_mode),
    )  # fmt: skip
    wide = [
        _dequantised(t, s.reshape(OWN[m][1]), o.reshape(OWN[m][1]), torch.float16)
        for t, s, o, m in zip((key, value), scales, offsets, modes)
    ]
    assert_close(attend(session, "V2", **arguments)[0], attention(query, *wide), 1.0, SLACK["f16"])


@pytest.mark.parametrize("mode", [4, 5])
def test_scales_in_pages(session: Session, mode: int) -> None:
    """They lie in pages as the keys do."""
    (query,), (key, value) = drawn("f16", (2, 4, 1, 32)), _int8((2, 2, 40, 32), (2, 2, 40, 32))
    lengths, table = [40, 33], torch.tensor([[2, 1], [3, 0]], dtype=torch.int32)
    heads = 2 if mode == 5 else 1
    scales = [_scales(2, heads, 40, 1, dtype=torch.float32) + n / 50 for n in range(2)]
    pages = [torch.nan_to_num(in_pages(t.float(), lengths, 32, table, "BnNBsD")).to(torch.int8) for t in (key, value)]
    stored = [in_pages(scale, lengths, 32, table, "BnNBsD").squeeze(-1) for scale in scales]
    stored = [s if mode == 5 else s.squeeze(1) for s in stored]
    arguments = arguments_for(
        query, *pages, torch.empty_like(query), 4, 2, keyAntiquantScale=stored[0], valueAntiquantScale=stored[1],
        blockTable=table, blockSize=32, kvLengths=lengths,
        **antiquant_modes(keyAntiquantMode=mode, valueAntiquantMode=mode),
    )  # fmt: skip
    result = attend(session, "V2", **arguments)[0]
    for b, many in enumerate(lengths):
        wide = [
            _dequantised(t[b : b + 1, :, :many], s[b : b + 1, :, :many], torch.zeros(1), torch.float16)
            for t, s in zip((key, value), scales)
        ]
        assert_close(result[b : b + 1], attention(query[b : b + 1], *wide), 1.0, SLACK["f16"])


@pytest.mark.parametrize("layout", ["BSH", "BSND", "BNSD"])
@pytest.mark.parametrize("channels", [False, True])
def test_output_in_int8(session: Session, layout: str, channels: bool) -> None:
    query, key, value = drawn("f16", (1, 2, 3, 32), (1, 2, 5, 32), (1, 2, 5, 32))
    scale = _scales(2, 32, dtype=torch.float32) * 1000 if channels else torch.tensor([150.0])
    offset = torch.full_like(scale, 3.0)
    given = [laid_out(tensor, layout) for tensor in (query, key, value)]
    out = torch.empty_like(given[0], dtype=torch.int8)
    arguments = arguments_for(*given, out, 2, 2, inputLayout=layout, quantScale2=scale, quantOffset2=offset)
    factors = scale.double().reshape(1, 2, 1, 32) if channels else scale.double()
    exact = laid_out((attention(query, key, value) * factors + 3).clamp(-128, 127), layout)
    assert (attend(session, "", **arguments)[0].double() - exact).abs().max() <= 0.5 + SLACK["f16"] * 150


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("wants_int8", [True, False])
def test_all_in_int8(session: Session, wide: bool, wants_int8: bool) -> None:
    """deqScale1 makes scores of products, quantScale1 integers of the weights, deqScale2 numbers of their products."""
    query, key, value = _int8((1, 2, 3, 32), (1, 2, 5, 32), (1, 2, 5, 32))
    scales = {"deqScale1": 0.01, "deqScale2": 0.03 / 127}
    given: dict[str, Any] = {"quantScale1": torch.tensor([127.0])}
    for name, scale in scales.items():
        one = torch.tensor([scale])
        given[name] = one if wide else one.view(torch.int32).to(torch.int64).bitwise_and(0xFFFFFFFF).view(torch.uint64)
    dtype = torch.int8 if wants_int8 else torch.float16
    if wants_int8:
        given["quantScale2"] = torch.tensor([300.0])
    arguments = arguments_for(query, key, value, torch.empty_like(query, dtype=dtype), 2, 2, **given)
    result = attend(session, "", **arguments)[0].double() / (300 if wants_int8 else 1)
    exact = attention(query, key, value, scale=0.25 * 0.01) * 0.03
    assert (result - exact).abs().max() <= 8 * 0.03 / 127 + (0.5 / 300 if wants_int8 else 0)


@pytest.mark.parametrize(
    ("version", "changes", "parameter"),
    [
        ("", {"inputLayout": "SBH"}, "inputLayout"),
        ("", {"inputLayout": "TND"}, "inputLayout"),
        ("", {"inputLayout": "BSH"}, "query"),
        ("", {"numHeads": 3}, "numHeads"),
        ("", {"numKeyValueHeads": 3}, "numKeyValueHeads"),
        ("", {"numKeyValueHeads": 1}, "key"),
        ("", {"value": [(2, 2, 7, 16)]}, "value"),
        ("", {"key": [(2, 2, 6, 32)], "value": [(2, 2, 6, 32)]}, "key"),
        ("", {"key": [(2, 2, 6, 16)] * 2, "value": [(2, 2, 6, 16)] * 2}, "key"),
        ("", {"queryLengths": [6]}, "actualSeqLengths"),
        ("", {"kvLengths": [1, 2, 3, -4]}, None),
        ("", {"kvLengths": [7]}, "actualSeqLengthsKv"),
        ("", {"sparseMode": 5}, "sparseMode"),
        ("", {"sparseMode": 1}, "attenMask"),
        ("", {"sparseMode": 2, "attenMask": (5, 6)}, "attenMask"),
        ("", {"attenMask": (4, 6)}, "attenMask"),
        ("", {"attenMask": (3, 5, 6)}, "attenMask"),
        ("", {"attenMask": (5, 6), "preTokens": -3, "nextTokens": 2}, "nextTokens"),
        ("", {"pseShift": (2, 1, 5, 6)}, "pseShift"),
        ("", {"pseShift": (1, 2, 5, 5)}, "pseShift"),
        ("", {"innerPrecise": 4}, "innerPrecise"),
        ("", {"attentionOut": (2, 2, 5, 32)}, "attentionOut"),
        ("", {"softmaxLseFlag": True}, "softmaxLse"),
        ("", {"softmaxLseFlag": True, "softmaxLse": (2, 2, 5)}, "softmaxLse"),
        ("", {"blockTable": [[0], [1]]}, "blockSize"),
        ("", {"quantScale2": (1,)}, "quantScale2"),
        ("", {"deqScale1": (1,)}, "deqScale1"),
        ("", {"antiquantScale": (2,)}, "antiquantScale"),
        ("V2", {"keyPrefix": (1, 2, 3, 16)}, "keySharedPrefixOptional"),
        ("V2", {"keyPrefix": (2, 2, 3, 16), "valuePrefix": (2, 2, 3, 16)}, "keySharedPrefixOptional"),
        ("V3", {"queryRope": (2, 2, 5, 64)}, "queryRopeOptional"),
        ("V3", {"keyRopeAntiquantScale": (1,)}, "keyRopeAntiquantScaleOptional"),
        ("V4", {"dequantScaleQuery": (1,)}, "dequantScaleQueryOptional"),
        ("V4", {"queryQuantMode": 3}, "queryQuantMode"),
        ("V4", {"learnableSink": (3,)}, "learnableSinkOptional"),
    ],
)
def test_refused(session: Session, version: str, changes: dict[str, Any], parameter: str | None) -> None:
    query, key = drawn("f16", (2, 2, 5, 16), (2, 2, 6, 16))
    values = arguments_for(query, key, key, torch.empty_like(query), 2, 2)
    if version:
        values |= antiquant_modes(queryQuantMode=0) if version == "V4" else antiquant_modes()

    def made(name: str, value: Any) -> Any:
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            return [torch.zeros(shape, dtype=torch.float16) for shape in value]
        if name == "blockTable":
            return torch.tensor(value, dtype=torch.int32)
        if not isinstance(value, tuple):
            return value
        floats = (name.startswith(("quant", "deqScale", "softmax")),)
        dtype = torch.bool if name == "attenMask" else torch.float32 if any(floats) else torch.float16
        return torch.zeros(value, dtype=dtype)

    values |= {name: made(name, value) for name, value in changes.items()}
    status = Call(session, f"FusedInferAttentionScore{version}", **values).plan()
    if parameter is None:
        assert status == 0  # only the first numbers count
        return
    assert status == 561002
    assert f"Parameter {parameter} " in session.message()


def test_sequences_that_do_not_ascend(session: Session) -> None:
    query = torch.zeros(6, 2, 128, dtype=torch.bfloat16)
    for ends in ([4, 3], [7], [], None):
        arguments = arguments_for(query, query, query, query, 2, 2, inputLayout="TND", queryLengths=ends, kvLengths=[6])
        assert Call(session, "FusedInferAttentionScoreV3", **arguments, **antiquant_modes()).plan() == 561002
        assert "Parameter actualSeqLengthsOptional " in session.message()


def test_nan_scores_stay_visible(session: Session) -> None:
    """A shift of minus infinity hides a key; where it hides all, softmax has no answer."""
    query, key, value = drawn("f16", (1, 1, 2, 16), (1, 1, 3, 16), (1, 1, 3, 16))
    shift = torch.zeros(1, 1, 2, 3, dtype=torch.float16)
    shift[0, 0, 0, 1:] = -math.inf
    shift[0, 0, 1] = -math.inf
    result = attend(session, "", **arguments_for(query, key, value, torch.empty_like(query), 1, 1, pseShift=shift))[0]
    assert_close(result[0, 0, 0], value[0, 0, 0].double(), 1.0)
    assert torch.isnan(result[0, 0, 1]).all()
