"""aclnnPromptFlashAttention and aclnnIncreFlashAttention with all their versions, against attention in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attention_oracle import SLACK, attention, in_pages, laid_out
from harness import Session
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

WIDE = 2147483647
LAYOUTS = ["BSH", "BSND", "BNSD"]


def _tensors(short: str, *shapes: tuple[int, ...]) -> list[Any]:
    rng = np.random.default_rng(8)
    return [draw(rng, shape, DTYPES[short], -1, 1) for shape in shapes]


def _prompt(version: str, query: Any, key: Any, value: Any, out: Any, heads: int, shared: int, **more: Any) -> Any:
    later = {"V2": {"sparseMode": 0}, "V3": {"sparseMode": 0, "innerPrecise": 1}}.get(version, {})
    common = {
        "query": query, "key": key, "value": value, "attentionOut": out, "numHeads": heads, "scaleValue": 0.25,
        "preTokens": WIDE, "nextTokens": 0, "inputLayout": "BNSD", "numKeyValueHeads": shared,
    }  # fmt: skip
    return {**common, **later, **more}


@pytest.mark.parametrize("layout", [*LAYOUTS, "BNSD_BSND"])
@pytest.mark.parametrize("version", ["", "V2", "V3"])
@pytest.mark.parametrize("product", ["A2", "310P"])
def test_prompts(session: Session, version: str, layout: str) -> None:
    """Without a mask preTokens and nextTokens do not count."""
    query, key, value = _tensors("f16", (2, 4, 5, 16), (2, 2, 7, 16), (2, 2, 7, 16))
    given, wanted = (layout.split("_") * 2)[:2]
    tensors = [laid_out(tensor, given) for tensor in (query, key, value)]
    out = torch.empty_like(laid_out(query, wanted))
    arguments = _prompt(version, *tensors, out, 4, 2, inputLayout=layout)
    result = Call(session, f"PromptFlashAttention{version}", **arguments).run()
    assert_close(result, laid_out(attention(query, key, value), wanted), 1.0, SLACK["f16"])


def test_a_causal_prompt(session: Session) -> None:
    query, key, value = _tensors("bf16", (1, 2, 5, 16), (1, 2, 5, 16), (1, 2, 5, 16))
    mask = ~torch.ones(5, 5, dtype=torch.bool).tril()
    none: dict[str, Any] = {"queryLengths": [], "kvLengths": []}  # as torch_npu has it
    for version, more in (("", {}), ("V3", none), ("V3", {"queryLengths": [4], "kvLengths": [5]})):
        arguments = _prompt(version, query, key, value, torch.empty_like(query), 2, 2, attenMask=mask, **more)
        result = Call(session, f"PromptFlashAttention{version}", **arguments).run()
        exact = attention(query, key, value, ~mask)
        if more.get("queryLengths"):
            exact[:, :, 4:] = 0
        assert_close(result, exact, 1.0, SLACK["bf16"])


def test_prompts_in_one_row(session: Session) -> None:
    query, key, value = (t[0].transpose(0, 1).contiguous() for t in _tensors("bf16", *[(1, 2, 6, 128)] * 3))
    arguments = _prompt(
        "V3", query, key, value, torch.empty_like(query), 2, 2, inputLayout="TND", queryLengths=[2, 6], kvLengths=[4, 6]
    )
    result = Call(session, "PromptFlashAttentionV3", **arguments).run()
    parts = ((slice(0, 2), slice(0, 4)), (slice(2, 6), slice(4, 6)))
    for mine, others in parts:
        one = [t[s].transpose(0, 1)[None] for t, s in ((query, mine), (key, others), (value, others))]
        assert_close(result[mine].transpose(0, 1)[None], attention(*one), 1.0, SLACK["bf16"])


def _one(version: str, query: Any, key: list[Any], value: list[Any], heads: int, shared: int, **more: Any) -> Any:
    later = {"blockSize": 0, "innerPrecise": 1} if version in ("V3", "V4") else {}
    common = {
        "query": query, "key": key, "value": value, "attentionOut": torch.empty_like(query), "numHeads": heads,
        "scaleValue": 0.25, "inputLayout": "BNSD", "numKeyValueHeads": shared,
    }  # fmt: skip
    return {**common, **later, **more}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("version", ["", "V2", "V3", "V4"])
@pytest.mark.parametrize("product", ["A2", "310P"])
def test_one_new_token(session: Session, version: str, layout: str) -> None:
    query, key, value = _tensors("f16", (2, 4, 1, 16), (2, 2, 7, 16), (2, 2, 7, 16))
    mask = torch.zeros(2, 7, dtype=torch.bool)
    mask[0, 2] = True
    tensors = [laid_out(tensor, layout) for tensor in (query, key, value)]
    arguments = _one(
        version, tensors[0], [tensors[1]], [tensors[2]], 4, 2, inputLayout=layout, kvLengths=[7, 4], attenMask=mask
    )
    result = Call(session, f"IncreFlashAttention{version}", **arguments).run()
    seen = ~mask[:, None, None]
    seen[1, ..., 4:] = False
    assert_close(result, laid_out(attention(query, key, value, seen), layout), 1.0, SLACK["f16"])


def test_one_new_token_with_pages_of_int8(session: Session) -> None:
    (query,) = _tensors("f16", (2, 4, 1, 32))
    key, value = (torch.from_numpy(np.random.default_rng(n).integers(-8, 8, (2, 2, 40, 32))) for n in (1, 2))
    lengths, table = [40, 33], torch.tensor([[2, 1], [3, 0]], dtype=torch.int32)
    pages = [torch.nan_to_num(in_pages(t.float(), lengths, 32, table, "BnBsH")).to(torch.int8) for t in (key, value)]
    scale = torch.tensor([0.05, 0.08], dtype=torch.float16)
    arguments = _one(
        "V4", query, [pages[0]], [pages[1]], 4, 2, blockTable=table, blockSize=32, kvLengths=lengths,
        antiquantScale=scale,
    )  # fmt: skip
    result = Call(session, "IncreFlashAttentionV4", **arguments).run()
    for b, many in enumerate(lengths):
        wide = [(t[b : b + 1, :, :many] * s.float()).half() for t, s in zip((key, value), scale)]
        assert_close(result[b : b + 1], attention(query[b : b + 1], *wide), 1.0, SLACK["f16"])


def test_several_new_tokens_are_refused(session: Session) -> None:
    query, key = _tensors("f16", (1, 2, 2, 16), (1, 2, 4, 16))
    assert Call(session, "IncreFlashAttention", **_one("", query, [key], [key], 2, 2)).plan() == 561002
    assert "Parameter query " in session.message()
    cache = torch.zeros(3, 2, 16, 16, dtype=torch.float16)
    table = {"blockTable": torch.zeros(1, 1, dtype=torch.int32), "blockSize": 16}
    arguments = _one("V4", query[:, :, :1], [cache], [cache], 2, 2, **table)
    assert Call(session, "IncreFlashAttentionV4", **arguments).plan() == 561002
    assert "Parameter blocktable " in session.message()  # pages need lengths
    arguments = _prompt("V2", query, key, key, torch.empty_like(query), 2, 2, sparseMode=3)
    assert Call(session, "PromptFlashAttentionV2", **arguments).plan() == 561002
    assert "Parameter attenMask " in session.message()
