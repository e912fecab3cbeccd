"""Attention for training: the kernels of aclnnFlashAttentionScore, its forms for tokens in one row, their gradients.

Parameters go by the same fields, whatever each prototype calls them; fields that one lacks count as null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from acl_sim.messages import device_fault
from aclnn.declare import Arguments
from aclnn.lazy import Array, np
from aclnn.shared.attention import HIDDEN, attend, products
from aclnn.shared.attention_layouts import packed, sizes, unpacked
from aclnn.shared.attention_masks import Sparse, is_compressed, outside, rows_are_blind
from aclnn.shared.attention_plan import from_ends, optional, per_batch

LANES = 8  # how often the statistics of a row stand in memory
ADD_FIRST = 1  # the pseType that adds before it scales, which the first versions have


class Heads(NamedTuple):
    """How many heads query, and key and value, have; the D of query."""

    query: int
    shared: int
    width: int


def heads_of(a: Arguments) -> Heads:
    """Of arguments whose ranks are right."""
    layout, many = a.inputLayout, a.headNum
    width = sizes(a.query.shape, layout, many).width
    shared = a.key.shape[-1] // width if "H" in layout else sizes(a.key.shape, layout, many).heads
    return Heads(many, shared, width)


class Batch(NamedTuple):
    """Where a batch is: its number, its place on the first axis, its queries and its keys."""

    number: int
    place: int
    queries: slice
    keys: slice


def _batches(a: Arguments, query: Array, key: Array) -> Iterator[Batch]:
    if "T" in a.inputLayout:
        pairs = zip(from_ends(a.queryEnds), from_ends(a.kvEnds))
        yield from (Batch(number, 0, *pair) for number, pair in enumerate(pairs))
        return
    whole = slice(0, query.shape[2]), slice(0, key.shape[2])
    yield from (Batch(number, number, *whole) for number in range(query.shape[0]))


def _joined(values: dict[str, Any], name: str, a: Arguments, heads: int) -> Array:
    """[B, N, S, D] of query or key, with the rotary part behind it."""
    parts = [values[field] for field in (name, f"{name}Rope") if values.get(field) is not None]
    return np.concatenate([unpacked(part, a.inputLayout, heads) for part in parts], axis=-1).astype(np.float32)


def _hidden(a: Arguments, mask: Array | None, batch: Batch) -> tuple[Array | None, bool]:
    """Which scores of a batch do not count, to be broadcast to [N, Sq, Sk]; whether rows without any are cleared."""
    if mask is None:
        return None, False
    rows, columns = batch.queries.stop - batch.queries.start, batch.keys.stop - batch.keys.start
    prefix = per_batch(a.prefix, batch.number + 1, 0)[batch.number] if a.prefix else 0
    window = (rows, columns, a.preTokens, a.nextTokens)
    left_out = outside(a.sparseMode, *window, prefix)
    clears = bool(a.innerPrecise & 2) or (not prefix and rows_are_blind(a.sparseMode, *window))
    if is_compressed(a.sparseMode):
        return None if left_out is None else left_out[None], clears
    four = mask.reshape((1,) * (4 - mask.ndim) + mask.shape) != 0
    mine = four[batch.place if four.shape[0] > 1 else 0][:, :rows, :columns]
    return (mine if left_out is None or a.sparseMode == Sparse.PREFIX else mine | left_out), clears


def _shift(values: dict[str, Any], batch: Batch) -> Array | None:
    shift = values.get("pse")
    return None if shift is None or shift.size == 0 else shift[batch.place if shift.shape[0] > 1 else 0]


class _Dropout:
    """The bits of dropMask, one for each weight in the order of batches, heads, queries and keys."""

    def __init__(self, values: dict[str, Any], keep: float) -> None:
        mask = values.get("dropMask")
        self.bits = None if mask is None or keep == 1 else np.unpackbits(mask.reshape(-1), bitorder="little")
        self.keep = np.float32(keep)
        self.position = 0

    def of(self, heads: int, rows: int, columns: int) -> Array | None:
        """[N, Sq, Sk]: 0, or what a weight that is kept is multiplied with; None where nothing is dropped."""
        if self.bits is None:
            return None
        start, self.position = self.position, self.position + heads * rows * columns
        if self.position > self.bits.size:
            raise device_fault(f"dropMaskOptional has {self.bits.size} bits, {self.position} are read.")
        return self.bits[start : self.position].reshape(heads, rows, columns) / self.keep


def _scores(values: dict[str, Any], a: Arguments, raw: Array, shift: Array | None) -> Array:
    factor = np.float32(a.scaleValue)
    if shift is None:
        return raw * factor
    return (raw + shift) * factor if _adds_first(a) else raw * factor + shift


def _adds_first(a: Arguments) -> bool:
    kind = optional(a, "pseType")
    return kind is None or kind == ADD_FIRST


def statistics_layout(a: Arguments, tensor: Any) -> str:
    """N first, or the tokens: what softmaxOutLayout says, or the shape where nothing does."""
    asked = optional(a, "softmaxLayout")
    if "T" not in a.inputLayout:
        return "BNSD"
    return "TND" if asked == "same_as_input" or tensor.shape[:2] == (a.query.shape[0], a.headNum) else "NTD"


def forward(call: Arguments, **values: Any) -> tuple[Array, Array, None, Array]:
    """softmaxMax, softmaxSum, nothing, attentionOut."""
    from aclnn.conversion import converted

    a, heads = call, heads_of(call)
    query, key = _joined(values, "query", a, heads.query), _joined(values, "key", a, heads.shared)
    value = unpacked(values["value"], a.inputLayout, heads.shared).astype(np.float32, copy=False)
    dropout = _Dropout(values, a.keepProb)
    out = np.zeros((*query.shape[:3], value.shape[-1]), np.float32)
    maximum, total = (np.zeros((*query.shape[:3], 1), np.float32) for _ in range(2))
    for batch in _batches(a, query, key):
        hidden, clears = _hidden(a, values.get("attenMask"), batch)
        shift = _shift(values, batch)
        mine, others = (batch.place, slice(None), batch.queries), (batch.place, slice(None), batch.keys)
        rows, columns = query[mine].shape[1], key[others].shape[1]
        kept = dropout.of(heads.query, rows, columns)

        def score(raw: Array, part: slice, shift: Array | None = shift) -> Array:
            return _scores(values, a, raw, shift if shift is None or shift.shape[1] == 1 else shift[:, part])

        def narrow(weights: Array, part: slice, kept: Array | None = kept) -> Array:
            return converted(weights if kept is None else weights * kept[:, part], a.query.dtype)

        found = attend(query[mine], key[others], value[others], score, narrow, hidden, clears, values.get("sink"))
        out[mine], maximum[mine], total[mine] = found.out, found.maximum, found.total
    layout = statistics_layout(a, a.softmaxMaxOut)
    return *(packed(np.repeat(x, LANES, axis=-1), layout) for x in (maximum, total)), None, packed(out, a.inputLayout)


def _summed(gradient: Array, shared: int) -> Array:
    """The gradients [N, K, D] of heads that share a key, added to [M, K, D]."""
    return gradient.reshape(shared, gradient.shape[0] // shared, *gradient.shape[1:]).sum(axis=1)


def backward(call: Arguments, **values: Any) -> dict[str, Array]:
    """The gradients of query, key and value with their rotary parts, and of the sink, by the outputs' fields."""
    from aclnn.conversion import converted

    a, heads = call, heads_of(call)
    query, key = _joined(values, "query", a, heads.query), _joined(values, "key", a, heads.shared)
    value = unpacked(values["value"], a.inputLayout, heads.shared).astype(np.float32, copy=False)
    dy, y = (unpacked(values[name], a.inputLayout, heads.query) for name in ("dy", "attentionIn"))
    layout = statistics_layout(a, a.softmaxMax)
    maximum, total = (unpacked(values[name], layout, heads.query)[..., :1] for name in ("softmaxMax", "softmaxSum"))
    dropout = _Dropout(values, a.keepProb)
    dq, dk, dv = np.zeros_like(query), np.zeros_like(key), np.zeros_like(value)
    dsink = np.zeros(heads.query, np.float32)
    group = heads.query // heads.shared
    for batch in _batches(a, query, key):
        hidden, _ = _hidden(a, values.get("attenMask"), batch)
        mine, others = (batch.place, slice(None), batch.queries), (batch.place, slice(None), batch.keys)
        q, k, v = query[mine], np.repeat(key[others], group, axis=0), np.repeat(value[others], group, axis=0)
        scores = _scores(values, a, products(q, k), _shift(values, batch))
        scores = scores if hidden is None else np.where(hidden, np.float32(HIDDEN), scores)
        top, sums, slope = maximum[mine], total[mine], dy[mine].astype(np.float32)
        weights = np.where(sums > 0, np.exp(scores - top) / sums, np.float32(0))
        kept = dropout.of(heads.query, q.shape[1], k.shape[1])
        dropped = weights if kept is None else weights * kept
        back = slope @ v.swapaxes(-1, -2)
        mean = (slope * y[mine]).sum(axis=-1, keepdims=True)
        change = weights * ((back if kept is None else back * kept) - mean)
        change = converted(change if hidden is None else np.where(hidden, np.float32(0), change), a.query.dtype)
        factor = np.float32(a.scaleValue)
        dq[mine] = change @ k * factor
        dk[others] += _summed(change.swapaxes(-1, -2) @ q, heads.shared) * factor
        dv[others] += _summed(converted(dropped, a.query.dtype).swapaxes(-1, -2) @ slope, heads.shared)
        if values.get("sink") is not None:
            share = np.exp(values["sink"].reshape(-1, 1, 1) - top) / sums
            dsink -= (share * mean).sum(axis=(1, 2))
    d = heads.width
    parts = {"dq": dq[..., :d], "dqRope": dq[..., d:], "dk": dk[..., :d], "dkRope": dk[..., d:], "dv": dv}
    return {**{name: packed(part, a.inputLayout) for name, part in parts.items()}, "dsink": dsink}
