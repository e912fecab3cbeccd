"""aclnnFusedInferAttentionScore and its later versions, against attention in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attention_calls import arguments_for, attend, drawn
from attention_oracle import SLACK, attention, in_pages, laid_out, log_sums
from harness import Session
from torch_calls import Call, assert_close, needs_torch, torch

pytestmark = needs_torch

LAYOUTS = {"BSH": "BSH", "BSND": "BSND", "BNSD": "BNSD", "BNSD_BSND": "BSND"}


@pytest.mark.parametrize("short", ["f16", "bf16"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("version", ["", "V2", "V3", "V4"])
@pytest.mark.parametrize(("heads", "shared", "length"), [(4, 4, 5), (4, 2, 7), (6, 1, 1)])
def test_layouts(session: Session, version: str, layout: str, short: str, heads: int, shared: int, length: int) -> None:
    query, key, value = drawn(short, (2, heads, length, 16), (2, shared, 9, 16), (2, shared, 9, 16))
    given = layout.split("_", maxsplit=1)[0]
    out = torch.empty_like(laid_out(query, LAYOUTS[layout]))
    arguments = arguments_for(
        *(laid_out(tensor, given) for tensor in (query, key, value)), out, heads, 0 if heads == shared else shared,
        inputLayout=layout, softmaxLseFlag=True, softmaxLse=torch.empty(2, heads, length, 1),
    )  # fmt: skip
    result, lse = attend(session, version, **arguments)
    exact = laid_out(attention(query, key, value), LAYOUTS[layout])
    assert_close(result, exact, 1.0, SLACK[short])
    assert_close(lse, log_sums(query, key), 4.0, 1e-5)


def _causal(rows: int, columns: int, shift: int, before: int = 99) -> Any:
    distance = torch.arange(columns)[None, :] - torch.arange(rows)[:, None] - shift
    return (distance <= 0) & (distance >= -before)


@pytest.mark.parametrize(
    ("mode", "before", "after", "rows", "columns", "allowed"),
    [
        (0, 2, 1, 5, 6, lambda r, c: _causal(r, c, 1, 3)),  # from one after the diagonal to two before it
        (1, 0, 0, 5, 6, lambda r, c: torch.ones(r, c, dtype=torch.bool)),
        (2, 0, 0, 5, 6, lambda r, c: _causal(r, c, 0)),
        (3, 0, 0, 5, 6, lambda r, c: _causal(r, c, c - r)),
        (3, 0, 0, 5, 5, lambda r, c: _causal(r, c, 0)),
        (4, 1, 0, 4, 6, lambda r, c: _causal(r, c, c - r, 1)),
        (4, 3, -1, 4, 6, lambda r, c: _causal(r, c, c - r - 1, 2)),
    ],
)
def test_sparse_modes(
    session: Session, mode: int, before: int, after: int, rows: int, columns: int, allowed: Any
) -> None:
    query, key, value = drawn("f16", (2, 2, rows, 16), (2, 2, columns, 16), (2, 2, columns, 16))
    if mode in (0, 1):
        mask = torch.from_numpy(np.random.default_rng(3).random((2, 1, rows, columns)) < 0.3)
        mask[..., 0] = mask[..., 1] = False  # every row sees something
        seen = allowed(rows, columns) & ~mask
    else:
        mask = ~torch.ones(2048, 2048, dtype=torch.bool).tril()
        seen = allowed(rows, columns)
    blind = ~seen.expand(2, 1, rows, columns).any(dim=-1, keepdim=True)
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 2, 2, sparseMode=mode, attenMask=mask, innerPrecise=2,
        preTokens=before, nextTokens=after,
    )  # fmt: skip
    exact = attention(query, key, value, seen).masked_fill(blind, 0)
    assert_close(attend(session, "V2", **arguments)[0], exact, 1.0, SLACK["f16"])


@pytest.mark.parametrize("shape", [(5, 8), (1, 5, 8), (2, 5, 8), (2, 1, 5, 8), (2, 1, 16, 32)])
def test_masks_of_all_shapes(session: Session, shape: tuple[int, ...]) -> None:
    query, key, value = drawn("bf16", (2, 2, 5, 16), (2, 2, 8, 16), (2, 2, 8, 16))
    mask = torch.from_numpy(np.random.default_rng(5).integers(0, 2, shape)).to(torch.int8)
    mask[..., 0] = 0
    seen = mask[..., :5, :8] == 0
    seen = seen.reshape(-1, 1, 5, 8) if seen.dim() > 2 else seen
    arguments = arguments_for(query, key, value, torch.empty_like(query), 2, 2, sparseMode=1, attenMask=mask)
    assert_close(attend(session, "", **arguments)[0], attention(query, key, value, seen), 1.0, SLACK["bf16"])


@pytest.mark.parametrize("shape", [(2, 8), (2, 1, 8), (2, 1, 1, 8)])
def test_masks_of_one_query(session: Session, shape: tuple[int, ...]) -> None:
    """Modes and distances do not count for one query."""
    query, key, value = drawn("f16", (2, 2, 1, 16), (2, 2, 8, 16), (2, 2, 8, 16))
    mask = torch.from_numpy(np.random.default_rng(5).integers(0, 2, shape)).to(torch.uint8)
    mask[..., 3] = 0
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 2, 2, attenMask=mask, preTokens=0, nextTokens=0, sparseMode=7
    )
    exact = attention(query, key, value, (mask == 0).reshape(2, 1, 1, 8))
    assert_close(attend(session, "", **arguments)[0], exact, 1.0, SLACK["f16"])


def test_rows_that_see_nothing(session: Session) -> None:
    """They are 0 with the second bit of innerPrecise, and where the mode leaves them out; else the mean of values."""
    query, key, value = drawn("f16", (1, 1, 4, 16), (1, 1, 3, 16), (1, 1, 3, 16))
    mask = torch.zeros(4, 3, dtype=torch.bool)
    mask[2] = True
    arguments = arguments_for(query, key, value, torch.empty_like(query), 1, 1, sparseMode=1, attenMask=mask)
    mean = value.double().mean(dim=2)
    lse = {"softmaxLseFlag": True, "softmaxLse": torch.empty(1, 1, 4, 1)}
    assert_close(attend(session, "", **arguments)[0][0, 0, 2], mean[0, 0], 1.0, SLACK["f16"])
    result, sums = attend(session, "", **{**arguments, **lse, "innerPrecise": 2})
    assert not result[0, 0, 2].any()
    assert torch.isinf(sums[0, 0]).flatten().tolist() == [False, False, True, False]
    causal = {"sparseMode": 3, "attenMask": ~torch.ones(2048, 2048, dtype=torch.bool).tril()}
    result = attend(session, "", **{**arguments, **causal})[0]
    assert not result[0, 0, 0].any()
    assert_close(result[0, 0, 1], value[0, 0, 0].double(), 1.0)


@pytest.mark.parametrize("batches", [1, 2])
@pytest.mark.parametrize("length", [1, 5])
def test_shift(session: Session, batches: int, length: int) -> None:
    """It is added to the scaled scores; what lies beyond the keys does not matter."""
    query, key, value, shift = drawn(
        "f16", (2, 4, length, 16), (2, 2, 8, 16), (2, 2, 8, 16), (batches, 4, length + (length > 1), 12)
    )
    shift[..., 8:] = float("nan")
    arguments = arguments_for(query, key, value, torch.empty_like(query), 4, 2, pseShift=shift)
    exact = attention(query, key, value, bias=shift[:, :, :length, :8])
    assert_close(attend(session, "V2", **arguments)[0], exact, 1.0, SLACK["f16"])


def test_lengths(session: Session) -> None:
    query, key, value = drawn("f16", (3, 2, 5, 16), (3, 2, 8, 16), (3, 2, 8, 16))
    lengths, kv_lengths = [5, 2, 0], [8, 3, 4]
    for tensor in (key, value):
        for batch, length in enumerate(kv_lengths):
            tensor[batch, :, length:] = float("nan")
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 2, 2, queryLengths=[*lengths, 77], kvLengths=kv_lengths,
        softmaxLseFlag=True, softmaxLse=torch.empty(3, 2, 5, 1),
    )  # fmt: skip
    result, lse = attend(session, "", **arguments)
    for batch, (length, kv_length) in enumerate(zip(lengths, kv_lengths)):
        one = [query[batch : batch + 1, :, :length], *(t[batch : batch + 1, :, :kv_length] for t in (key, value))]
        assert_close(result[batch : batch + 1, :, :length], attention(*one), 1.0, SLACK["f16"])
        assert not result[batch, :, length:].any()
        assert torch.isinf(lse[batch, :, length:]).all()
    one = attend(session, "", **{**arguments, "kvLengths": [3], "queryLengths": None})[0]
    assert_close(one, attention(query, key[:, :, :3], value[:, :, :3]), 1.0, SLACK["f16"])


@pytest.mark.parametrize("layout", ["BSH", "BNSD"])
def test_tokens_at_the_end(session: Session, layout: str) -> None:
    """With padding, the tokens of a batch end that many before the end, and masks count where they lie."""
    query, key, value = drawn("f16", (2, 2, 6, 16), (2, 2, 9, 16), (2, 2, 9, 16))
    rows, columns = [slice(1, 5), slice(3, 5)], [slice(3, 7), slice(1, 7)]
    mask = torch.from_numpy(np.random.default_rng(5).integers(0, 2, (6, 9))).bool()
    mask[:, 3] = False
    given = [laid_out(tensor, layout) for tensor in (query, key, value)]
    arguments = arguments_for(
        *given, torch.empty_like(given[0]), 2, 2, inputLayout=layout, queryLengths=[4, 2], kvLengths=[4, 6],
        queryPadding=torch.tensor([1]), kvPadding=torch.tensor([2]), attenMask=mask, preTokens=0, nextTokens=0,
    )  # fmt: skip
    result = attend(session, "", **arguments)[0]
    for batch, (mine, others) in enumerate(zip(rows, columns)):
        one = [query[batch : batch + 1, :, mine], *(t[batch : batch + 1, :, others] for t in (key, value))]
        exact = torch.zeros(1, 2, 6, 16, dtype=torch.float64)
        exact[:, :, mine] = attention(*one, allowed=~mask[mine, others])
        assert_close(result[batch : batch + 1], laid_out(exact, layout), 1.0, SLACK["f16"])


def test_padding_without_room_gives_zeros(session: Session) -> None:
    query, key, value = drawn("f16", (1, 1, 1, 16), (1, 1, 4, 16), (1, 1, 4, 16))
    arguments = arguments_for(query, key, value, query, 1, 1, kvLengths=[3], kvPadding=torch.tensor([2]))
    assert not attend(session, "", **arguments)[0].any()
    assert attend(session, "", **{**arguments, "kvPadding": torch.tensor([-5])})[0].any()


def test_lists_of_keys(session: Session) -> None:
    """One tensor for each batch, of lengths of their own."""
    query, *tensors = drawn(
        "f16", (2, 4, 3, 16), (1, 2, 5, 16), (1, 2, 7, 16), (1, 2, 5, 32), (1, 2, 7, 32)
    )  # fmt: skip
    out = torch.empty(2, 4, 3, 32, dtype=query.dtype)
    result = attend(session, "", **arguments_for(query, tensors[:2], tensors[2:], out, 4, 2))[0]
    for batch in range(2):
        exact = attention(query[batch : batch + 1], tensors[batch], tensors[batch + 2])
        assert_close(result[batch : batch + 1], exact, 1.0, SLACK["f16"])


@pytest.mark.parametrize("cache", ["BnNBsD", "BnBsH"])
@pytest.mark.parametrize("length", [1, 3])
def test_pages(session: Session, cache: str, length: int) -> None:
    slots, lengths = (16, [20, 33]) if length == 1 else (128, [120, 130])
    query, key, value = drawn("f16", (2, 4, length, 16), (2, 2, 130, 16), (2, 2, 130, 16))
    table = torch.tensor([[4, 1, 3], [0, 5, 2]], dtype=torch.int32)
    pages = [in_pages(tensor, lengths, slots, table, cache) for tensor in (key, value)]
    arguments = arguments_for(
        query, *pages, torch.empty_like(query), 4, 2, blockTable=table, blockSize=slots, kvLengths=lengths
    )
    result = attend(session, "V2", **arguments)[0]
    for batch, many in enumerate(lengths):
        one = [query[batch : batch + 1], *(tensor[batch : batch + 1, :, :many] for tensor in (key, value))]
        assert_close(result[batch : batch + 1], attention(*one), 1.0, SLACK["f16"])


def test_a_page_that_is_not_there(session: Session) -> None:
    query, cache = drawn("f16", (1, 1, 1, 16), (3, 1, 16, 16))
    table = torch.tensor([[3]], dtype=torch.int32)
    arguments = arguments_for(query, cache, cache, query, 1, 1, blockTable=table, blockSize=16, kvLengths=[4])
    call = Call(session, "FusedInferAttentionScore", **arguments)
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0
    assert session.acl.aclnnFusedInferAttentionScore(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "blockTable is 3" in session.message()


def _rows(tensor: Any) -> Any:
    """[1, N, T, D] as [T, N, D]."""
    return tensor[0].transpose(0, 1).contiguous()


@pytest.mark.parametrize("layout", ["TND", "NTD_TND", "TND_NTD"])
@pytest.mark.parametrize("mode", [0, 3])
def test_tokens_in_one_row(session: Session, layout: str, mode: int) -> None:
    """Batches follow each other; what lies behind the last one becomes 0."""
    given, wanted = (layout.split("_") * 2)[:2]
    ends, kv_ends = [3, 3, 8], [4, 6, 12]
    query, key, value = drawn("bf16", (1, 4, 9, 128), (1, 2, 12, 128), (1, 2, 12, 128))
    tensors = [_rows(t) if given == "TND" else t[0].contiguous() for t in (query, key, value)]
    out = torch.empty_like(_rows(query) if wanted == "TND" else query[0])
    mask = ~torch.ones(2048, 2048, dtype=torch.bool).tril() if mode else None
    arguments = arguments_for(
        *tensors, out, 4, 2, inputLayout=layout, queryLengths=ends, kvLengths=kv_ends, sparseMode=mode, attenMask=mask,
        softmaxLseFlag=True, softmaxLse=torch.empty(9, 4, 1),
    )  # fmt: skip
    result, lse = attend(session, "V3", **arguments)
    exact = torch.zeros(1, 4, 9, 128, dtype=torch.float64)
    for start, end, first, last in zip([0, *ends], ends, [0, *kv_ends], kv_ends):
        one = [query[:, :, start:end], key[:, :, first:last], value[:, :, first:last]]
        allowed = _causal(end - start, last - first, last - first - end + start) if mode else None
        exact[:, :, start:end] = attention(*one, allowed=allowed)
    assert_close(result, _rows(exact) if wanted == "TND" else exact[0], 1.0, SLACK["bf16"])
    if not mode:
        assert_close(lse[:3], _rows(log_sums(query[:, :, :3], key[:, :, :4])), 4.0, 1e-5)
    assert torch.isinf(lse[8:]).all()


@pytest.mark.parametrize(
    ("layout", "cache"),
    [("BSH", "BnBsH"), ("BSND_NBSD", "blocked"), ("BNSD_NBSD", "BnNBsD"), ("BSH_NBSD", "blocked"), ("BNSD", "BnBsH")],
)
def test_rotary_parts(session: Session, layout: str, cache: str) -> None:
    """Of queries and keys apart, as multi-head latent attention has them, in pages; the value is the key."""
    given, wanted = (layout.split("_") * 2)[:2]
    lengths = [130, 40]
    query, rope, key, key_rope = drawn("bf16", (2, 4, 2, 512), (2, 4, 2, 64), (2, 1, 130, 512), (2, 1, 130, 64))
    table = torch.tensor([[1, 2], [0, 3]], dtype=torch.int32)
    pages = [in_pages(tensor, lengths, 128, table, cache) for tensor in (key, key_rope)]
    arguments = arguments_for(
        laid_out(query, given), pages[0], pages[0], torch.empty_like(laid_out(query, wanted)), 4, 1,
        queryRope=laid_out(rope, given), keyRope=pages[1], blockTable=table, blockSize=128, kvLengths=lengths,
        inputLayout=layout,
    )  # fmt: skip
    result = attend(session, "V3", **arguments)[0]
    exact = torch.zeros(2, 4, 2, 512, dtype=torch.float64)
    for b, many in enumerate(lengths):
        whole = [torch.cat(pair, dim=-1)[b : b + 1] for pair in ((query, rope), (key, key_rope))]
        exact[b : b + 1] = attention(whole[0], whole[1][:, :, :many], key[b : b + 1, :, :many])
    assert_close(result, laid_out(exact, wanted), 1.0, SLACK["bf16"])


def test_rotary_parts_in_one_row(session: Session) -> None:
    query, rope, key, key_rope, value = drawn(
        "bf16", (1, 2, 5, 128), (1, 2, 5, 64), (1, 2, 6, 128), (1, 2, 6, 64), (1, 2, 6, 128)
    )
    arguments = arguments_for(
        _rows(query), _rows(key), _rows(value), torch.empty_like(_rows(query)), 2, 2, inputLayout="TND",
        queryRope=_rows(rope), keyRope=_rows(key_rope), queryLengths=[5], kvLengths=[6],
    )  # fmt: skip
    exact = attention(torch.cat((query, rope), dim=-1), torch.cat((key, key_rope), dim=-1), value)
    assert_close(attend(session, "V3", **arguments)[0], _rows(exact), 1.0, SLACK["bf16"])


@pytest.mark.parametrize("length", [None, 2])
def test_prefix(session: Session, length: int | None) -> None:
    """Keys that all batches share come before those of each batch, also for a mask."""
    query, key, value, front, front_value = drawn(
        "f16", (2, 2, 3, 16), (2, 2, 5, 16), (2, 2, 5, 16), (1, 2, 4, 16), (1, 2, 4, 16)
    )
    many = 4 if length is None else length
    mask = torch.from_numpy(np.random.default_rng(5).integers(0, 2, (3, 9))).bool()
    mask[:, 1] = False
    arguments = arguments_for(
        query, key, value, torch.empty_like(query), 2, 2, keyPrefix=front, valuePrefix=front_value, sparseMode=1,
        prefixLength=None if length is None else [length], attenMask=mask,
    )  # fmt: skip
    whole = [
        torch.cat((f[:, :, :many].expand(2, -1, -1, -1), t), dim=2) for f, t in ((front, key), (front_value, value))
    ]
    exact = attention(query, *whole, allowed=~mask[:, : many + 5])
    assert_close(attend(session, "V2", **arguments)[0], exact, 1.0, SLACK["f16"])


def test_a_sink_takes_its_share(session: Session) -> None:
    query, key, value, sink = drawn("bf16", (1, 2, 3, 16), (1, 2, 5, 16), (1, 2, 5, 16), (2,))
    arguments = arguments_for(query, key, value, torch.empty_like(query), 2, 2, learnableSink=sink)
    extra = [torch.cat((tensor, torch.zeros_like(tensor[:, :, :1])), dim=2) for tensor in (key, value)]
    bias = torch.zeros(1, 2, 3, 6, dtype=torch.float64)
    bias[..., 5] = sink.double()[None, :, None]
    assert_close(attend(session, "V4", **arguments)[0], attention(query, *extra, bias=bias), 1.0, SLACK["bf16"])


def test_no_keys(session: Session) -> None:
    query, key = drawn("f16", (1, 1, 2, 16), (1, 1, 0, 16))
    assert not attend(session, "", **arguments_for(query, key, key, query, 1, 1))[0].any()
    empty = query[:, :, :0]
    assert attend(session, "", **arguments_for(empty, key, key, empty, 1, 1))[0].shape == empty.shape
