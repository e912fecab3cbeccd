"""aclnnFlashAttentionScore and its gradient with all their versions, against torch's autograd in float64."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from harness import Session
from torch_calls import DTYPES, Call, assert_close, draw, needs_torch, torch

pytestmark = needs_torch

SCALE, NOT_LIMITED = 0.25, 2147483647
SLACK = {"f32": 2e-6, "f16": 2.0**-9, "bf16": 2.0**-6}  # weights below 1 and small gradients, rounded to the type
LAYOUTS = ["BSH", "SBH", "BSND", "BNSD"]


def _tensors(short: str, *shapes: tuple[int, ...]) -> list[Any]:
    rng = np.random.default_rng(3)
    return [draw(rng, shape, DTYPES[short], -1, 1) for shape in shapes]


def _laid_out(tensor: Any, layout: str) -> Any:
    """[B, N, S, D] in a layout."""
    order = {"BSH": (0, 2, 1, 3), "SBH": (2, 0, 1, 3), "BSND": (0, 2, 1, 3), "BNSD": (0, 1, 2, 3)}[layout]
    result = tensor.permute(order).contiguous()
    return result.flatten(2) if "H" in layout else result


class Exact:
    """Attention of [B, N, S, D] with its gradients, in float64."""

    def __init__(
        self, query: Any, key: Any, value: Any, dy: Any, *, allowed: Any = None, pse: Any = None, adds: bool = True,
        kept: Any = None, sink: Any = None,
    ) -> None:  # fmt: skip
        inputs = [t.double().requires_grad_() for t in (query, key, value)]
        extra = None if sink is None else sink.double().requires_grad_()
        group = query.shape[1] // key.shape[1]
        k, v = (t.repeat_interleave(group, dim=1) for t in inputs[1:])
        scores = inputs[0] @ k.transpose(-1, -2)
        shift = 0 if pse is None else pse.double()
        scores = (scores + shift) * SCALE if adds else scores * SCALE + shift
        if allowed is not None:
            scores = scores.masked_fill(~allowed, -math.inf)
        whole = (
            scores
            if extra is None
            else torch.cat((scores, extra[None, :, None, None].expand(*scores.shape[:3], 1)), -1)
        )
        weights = torch.softmax(whole, dim=-1)[..., : scores.shape[-1]].nan_to_num(0)
        self.out = (weights if kept is None else weights * kept) @ v
        wanted = [*inputs, *([] if extra is None else [extra])]
        gradients = torch.autograd.grad(self.out, wanted, dy.double())
        self.out = self.out.detach()
        self.dq, self.dk, self.dv = gradients[:3]
        self.dsink = gradients[3] if extra is not None else None
        self.maximum = whole.max(dim=-1, keepdim=True).values.detach()
        self.total = torch.exp(whole - whole.max(dim=-1, keepdim=True).values).sum(dim=-1, keepdim=True).detach()


def _numbers(heads: int, layout: str, **more: Any) -> dict[str, Any]:
    common = {
        "scaleValue": SCALE, "keepProb": 1.0, "preTokens": NOT_LIMITED, "nextTokens": NOT_LIMITED, "headNum": heads,
        "inputLayout": layout, "innerPrecise": 0, "sparseMode": 0,
    }  # fmt: skip
    return {**common, **more}


def _both(
    session: Session, version: str, query: Any, key: Any, value: Any, dy: Any, layout: str, heads: int,
    statistics: tuple[int, ...], only_back: dict[str, Any] | None = None, **more: Any,
) -> tuple[Any, list[Any], Any]:  # fmt: skip
    """The forward operator's outputs, and those of the backward one with what the first kept; its dq, dk and dv."""
    one_row = layout == "TND"
    forward = f"FlashAttention{'VarLen' if one_row else ''}Score{version}"
    backward = f"FlashAttention{'Unpadding' if one_row else ''}ScoreGrad{version}"
    numbers = _numbers(heads, layout, **more)
    if version in ("V2", "V3", "V5"):
        numbers.setdefault("pseType", 1)
    out = torch.empty_like(query)
    kept = {name: torch.empty(statistics) for name in ("softmaxMaxOut", "softmaxSumOut")}
    result = Call(session, forward, query=query, key=key, value=value, attentionOut=out, **kept, **numbers).run()
    values = {
        "query": query, "key": key, "value": value, "dy": dy, "softmaxMax": result[0], "softmaxSum": result[1],
        "attentionIn": result[3], **{f"d{n}": torch.empty_like(t) for n, t in (("q", query), ("k", key), ("v", value))},
    }  # fmt: skip
    back = Call(session, backward, **values, **numbers, **(only_back or {}))
    return result, back.run(), back


@pytest.mark.parametrize("short", ["f32", "f16", "bf16"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("version", ["", "V2", "V3"])
def test_layouts(session: Session, version: str, layout: str, short: str) -> None:
    query, key, value, dy = _tensors(short, (2, 4, 5, 16), (2, 2, 7, 16), (2, 2, 7, 16), (2, 4, 5, 16))
    exact = Exact(query, key, value, dy)
    tensors = [_laid_out(t, layout) for t in (query, key, value, dy)]
    forward, back, _ = _both(session, version, *tensors, layout, 4, (2, 4, 5, 8))
    assert_close(forward[0], exact.maximum.expand(2, 4, 5, 8), 4.0, 1e-6)
    assert_close(forward[1], exact.total.expand(2, 4, 5, 8), 4.0, 1e-5)
    assert_close(forward[3], _laid_out(exact.out, layout), 1.0, SLACK[short])
    for gradient, wanted in zip(back, (exact.dq, exact.dk, exact.dv)):
        assert_close(gradient, _laid_out(wanted, layout), 2.0, 4 * SLACK[short])


def _window(rows: int, columns: int, shift: int, before: int, after: int) -> Any:
    distance = torch.arange(columns)[None, :] - torch.arange(rows)[:, None] - shift
    return (distance <= after) & (distance >= -before)


@pytest.mark.parametrize(
    ("mode", "before", "after", "rows", "columns"),
    [(0, 2, 1, 5, 6), (1, 0, 0, 5, 6), (2, 0, 0, 5, 6), (3, 0, 0, 5, 7), (3, 0, 0, 6, 4), (4, 2, 0, 5, 6),
     (5, 0, 0, 5, 6), (6, 0, 0, 5, 6)],
)  # fmt: skip
def test_sparse_modes(session: Session, mode: int, before: int, after: int, rows: int, columns: int) -> None:
    query, key, value, dy = _tensors("f32", *[(2, 2, n, 16) for n in (rows, columns, columns, rows)])
    mask = torch.from_numpy(np.random.default_rng(3).random((2, 1, rows, columns)) < 0.3)
    mask[..., 0] = mask[..., 1] = False
    shift = columns - rows
    prefix = torch.arange(columns)[None, None, None, :] < torch.tensor([2, 4])[:, None, None, None]
    allowed = {
        0: _window(rows, columns, 0, before, after) & ~mask, 1: ~mask, 2: _window(rows, columns, 0, 99, 0),
        3: _window(rows, columns, shift, 99, 0), 4: _window(rows, columns, shift, before, after),
        5: _window(rows, columns, shift, 99, 0) | prefix, 6: _window(rows, columns, shift, 99, 0) | prefix,
    }[mode].expand(2, 1, rows, columns)  # fmt: skip
    compressed = torch.zeros(3072 if mode == 6 else 2048, 2048, dtype=torch.uint8)
    given = {0: mask, 1: mask, 5: ~allowed}.get(mode, compressed)
    more = {"prefix": [2, 4]} if mode in (5, 6) else {}
    exact = Exact(query, key, value, dy, allowed=allowed)
    forward, back, _ = _both(
        session, "", query, key, value, dy, "BNSD", 2, (2, 2, rows, 8), attenMask=given, sparseMode=mode,
        preTokens=before, nextTokens=after, **more,
    )  # fmt: skip
    assert_close(forward[3], exact.out, 1.0, SLACK["f32"])
    for gradient, wanted in zip(back, (exact.dq, exact.dk, exact.dv)):
        assert_close(gradient, wanted.nan_to_num(0), 4.0, 4 * SLACK["f32"])


@pytest.mark.parametrize("shape", [(2, 2, 5, 6), (1, 2, 5, 6), (2, 2, 1, 6)])
@pytest.mark.parametrize("kind", [0, 1])
def test_pse(session: Session, shape: tuple[int, ...], kind: int) -> None:
    """pseType 0 adds it to scaled scores, 1 before the scale."""
    query, key, value, dy, pse = _tensors("f32", (2, 2, 5, 16), (2, 2, 6, 16), (2, 2, 6, 16), (2, 2, 5, 16), shape)
    exact = Exact(query, key, value, dy, pse=pse, adds=kind == 1)
    forward, back, _ = _both(session, "V2", query, key, value, dy, "BNSD", 2, (2, 2, 5, 8), pse=pse, pseType=kind)
    assert_close(forward[3], exact.out, 1.0, SLACK["f32"])
    for gradient, wanted in zip(back, (exact.dq, exact.dk, exact.dv)):
        assert_close(gradient, wanted, 4.0, 4 * SLACK["f32"])


def test_dropout(session: Session) -> None:
    """One bit for each weight; what is kept is divided by keepProb."""
    query, key, value, dy = _tensors("f32", (2, 2, 5, 16), (2, 2, 6, 16), (2, 2, 6, 16), (2, 2, 5, 16))
    keep = np.random.default_rng(7).random((2, 2, 5, 6)) < 0.75
    bits = np.zeros(128, np.uint8)
    packed = np.packbits(keep.reshape(-1), bitorder="little")
    bits[: packed.size] = packed
    exact = Exact(query, key, value, dy, kept=torch.from_numpy(keep).double() / 0.75)
    forward, back, _ = _both(
        session, "", query, key, value, dy, "BNSD", 2, (2, 2, 5, 8), dropMask=torch.from_numpy(bits), keepProb=0.75
    )
    assert_close(forward[3], exact.out, 1.0, SLACK["f32"])
    for gradient, wanted in zip(back, (exact.dq, exact.dk, exact.dv)):
        assert_close(gradient, wanted, 4.0, 4 * SLACK["f32"])


def test_sink(session: Session) -> None:
    query, key, value, dy, sink = _tensors("f32", (2, 2, 5, 16), (2, 2, 6, 16), (2, 2, 6, 16), (2, 2, 5, 16), (2,))
    exact = Exact(query, key, value, dy, sink=sink)
    forward, back, _ = _both(
        session, "V3", query, key, value, dy, "BNSD", 2, (2, 2, 5, 8), {"dsink": torch.empty(2)}, sink=sink
    )
    assert_close(forward[3], exact.out, 1.0, SLACK["f32"])
    for gradient, wanted in zip([*back[:3], back[4]], (exact.dq, exact.dk, exact.dv, exact.dsink)):
        assert_close(gradient, wanted, 4.0, 4 * SLACK["f32"])


def _rows(tensor: Any) -> Any:
    """[1, N, T, D] as [T, N, D]."""
    return tensor[0].transpose(0, 1).contiguous()


@pytest.mark.parametrize("version", ["", "V2", "V3", "V4", "V5"])
@pytest.mark.parametrize("order", ["tokens", "heads"])
@pytest.mark.parametrize("mode", [0, 3])
def test_tokens_in_one_row(session: Session, version: str, order: str, mode: int) -> None:
    """The statistics have the tokens first or the heads, as their shape or softmaxOutLayout says."""
    query, key, value, dy = _tensors("f32", (1, 4, 6, 16), (1, 2, 9, 16), (1, 2, 9, 16), (1, 4, 6, 16))
    ends, kv_ends = [2, 2, 6], [3, 5, 9]
    more: dict[str, Any] = {"queryEnds": ends, "kvEnds": kv_ends, "sparseMode": mode}
    if mode:
        more["attenMask"] = torch.zeros(2048, 2048, dtype=torch.bool)
    if version in ("V4", "V5") and order == "tokens":
        more["softmaxLayout"] = "same_as_input"
    shape = (6, 4, 8) if order == "tokens" else (4, 6, 8)
    tensors = [_rows(t) for t in (query, key, value, dy)]
    forward, back, call = _both(session, version, *tensors, "TND", 4, shape, **more)
    names = [p.field for p in call.operator.outputs]
    back = dict(zip(names, back))
    for start, end, first, last in zip([0, *ends], ends, [0, *kv_ends], kv_ends):
        mine, others = slice(start, end), slice(first, last)
        seen = _window(end - start, last - first, last - first - end + start, 99, 0) if mode else None
        one = Exact(query[:, :, mine], key[:, :, others], value[:, :, others], dy[:, :, mine], allowed=seen)
        assert_close(forward[3][mine], _rows(one.out), 1.0, SLACK["f32"])
        total = forward[1][mine].transpose(0, 1) if order == "tokens" else forward[1][:, mine]
        if end > start:
            assert_close(total, one.total[0].expand(-1, -1, 8), 4.0, 1e-5)
        for name, wanted, part in (("dq", one.dq, mine), ("dk", one.dk, others), ("dv", one.dv, others)):
            assert_close(back[name][part], _rows(wanted), 4.0, 4 * SLACK["f32"])


def test_rotary_parts(session: Session) -> None:
    query, key, value, dy, rope, key_rope = _tensors(
        "f32", *[(1, 2, 5, 16)] * 4, (1, 2, 5, 8), (1, 2, 5, 8)
    )  # fmt: skip
    whole = [torch.cat(pair, dim=-1) for pair in ((query, rope), (key, key_rope))]
    exact = Exact(*whole, value, dy)
    parts = {"queryRope": _rows(rope), "keyRope": _rows(key_rope)}
    wanted = {"dqRope": torch.empty(5, 2, 8), "dkRope": torch.empty(5, 2, 8)}
    tensors = [_rows(t) for t in (query, key, value, dy)]
    forward, back, call = _both(
        session, "V3", *tensors, "TND", 2, (5, 2, 8), wanted, queryEnds=[5], kvEnds=[5], **parts
    )
    assert_close(forward[3], _rows(exact.out), 1.0, SLACK["f32"])
    found = dict(zip([p.field for p in call.operator.outputs], back))
    for name, gradient in (("dq", exact.dq), ("dk", exact.dk)):
        assert_close(found[name], _rows(gradient[..., :16]), 4.0, 4 * SLACK["f32"])
        assert_close(found[f"{name}Rope"], _rows(gradient[..., 16:]), 4.0, 4 * SLACK["f32"])
    assert_close(found["dv"], _rows(exact.dv), 4.0, 4 * SLACK["f32"])


@pytest.mark.parametrize(
    ("changes", "parameter", "status"),
    [
        ({"inputLayout": "TND"}, "inputLayout", 161002),
        ({"inputLayout": "BSH"}, "query", 161002),
        ({"headNum": 3}, "headNum", 161002),
        ({"key": (2, 3, 6, 16)}, "key", 161002),
        ({"key": (2, 2, 6, 8)}, "key", 161002),
        ({"value": (2, 2, 5, 16)}, "value", 161002),
        ({"paddingMask": (2, 2)}, "paddingMaskOptional", 161002),
        ({"keepProb": 0.0}, "keepProb", 561002),
        ({"keepProb": 0.5}, "dropMaskOptional", 561002),
        ({"innerPrecise": 3}, "innerPrecise", 561002),
        ({"sparseMode": 7}, "sparseMode", 561002),
        ({"sparseMode": 2}, "attenMaskOptional", 561002),
        ({"sparseMode": 5, "attenMask": (5, 6)}, "prefixOptional", 561002),
        ({"attenMask": (4, 6)}, "attenMaskOptional", 561002),
        ({"preTokens": -2, "nextTokens": 1}, "nextTokens", 561002),
        ({"pse": (2, 2, 4, 6)}, "realShiftOptional", 561002),
        ({"pseType": 2}, "pseType", 561002),
        ({"qStartIdx": [3]}, "qStartIdxOptional", 561002),
        ({"sink": (3,)}, "sinkOptional", 161002),
        ({"softmaxMaxOut": (2, 2, 5, 1)}, "softmaxMaxOut", 161002),
        ({"attentionOut": (2, 2, 5, 8)}, "attentionOutOut", 161002),
    ],
)
def test_refused(session: Session, changes: dict[str, Any], parameter: str, status: int) -> None:
    shapes = {
        "query": (2, 2, 5, 16), "key": (2, 2, 6, 16), "value": (2, 2, 6, 16), "attentionOut": (2, 2, 5, 16),
        "softmaxMaxOut": (2, 2, 5, 8), "softmaxSumOut": (2, 2, 5, 8),
    }  # fmt: skip
    values: dict[str, Any] = {**_numbers(2, "BNSD", pseType=1), **shapes, **changes}
    for name, value in values.items():
        if isinstance(value, tuple):
            values[name] = torch.zeros(value, dtype=torch.bool if name == "attenMask" else torch.float32)
    assert Call(session, "FlashAttentionScoreV3", **values).plan() == status
    assert f"Parameter {parameter} " in session.message()


def test_too_few_bits_of_dropout_are_a_fault(session: Session) -> None:
    (query,) = _tensors("f32", (1, 1, 9, 16))
    values = {"query": query, "key": query, "value": query, "attentionOut": torch.empty_like(query)}
    kept = {name: torch.empty(1, 1, 9, 8) for name in ("softmaxMaxOut", "softmaxSumOut")}
    numbers = _numbers(1, "BNSD", keepProb=0.5, dropMask=torch.zeros(10, dtype=torch.uint8))
    call = Call(session, "FlashAttentionScore", **values, **kept, **numbers)
    status, _, executor = session.plan(call.operator.c_name, *call.arguments)
    assert status == 0
    assert session.acl.aclnnFlashAttentionScore(None, 0, executor, session.stream) == 0
    assert session.acl.aclrtSynchronizeStream(session.stream) == 507015
    assert "dropMaskOptional has 80 bits" in session.message()
