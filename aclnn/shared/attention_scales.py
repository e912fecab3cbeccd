"""Quantisation in attention: keys and values kept in INT8, all in INT8, an output in INT8."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from aclnn.declare import Arguments
from aclnn.dtypes import INT8, UINT64
from aclnn.lazy import Array, np
from aclnn.ops.posembedding.kv_cache import to_int8
from aclnn.shared.attention_cache import gathered
from aclnn.shared.attention_plan import Plan, Span, optional


class Antiquant(IntEnum):
    """What a scale is for: antiquantMode (the first two), keyAntiquantMode and valueAntiquantMode."""

    CHANNEL = 0  # or the whole tensor
    TOKEN = 1
    HEAD = 2
    TOKEN_AND_HEAD = 3
    TOKEN_IN_PAGES = 4
    TOKEN_AND_HEAD_IN_PAGES = 5


def number(scale: Array | None, call: Arguments, field: str) -> Any:
    """A scale of one element, 1 where there is none; UINT64 has a FLOAT in its low half."""
    if scale is None:
        return np.float32(1)
    one = np.asarray(scale).reshape(-1)[:1]
    return one.view(np.float32)[0] if getattr(call, field).dtype == UINT64 else np.float32(one[0])


def _spread(given: Array, mode: int, heads: int, batch: int, span: Span, row: Array | None) -> Array:
    """A scale or an offset of key or value, to be broadcast to [N, K, D]."""
    match mode:
        case Antiquant.TOKEN:
            return given.reshape(-1, given.shape[-1])[batch, span.tokens][:, None]
        case Antiquant.HEAD:
            return given.reshape(heads, 1, 1)
        case Antiquant.TOKEN_AND_HEAD:
            return given[batch][:, span.tokens, None]
        case Antiquant.TOKEN_IN_PAGES | Antiquant.TOKEN_AND_HEAD_IN_PAGES:
            return gathered(given[..., None], np.asarray(row), span.length)
    return given.reshape(1) if given.size == 1 else given.reshape(heads, 1, -1)


def _scales(values: dict[str, Any], plan: Plan, name: str, place: int) -> tuple[Array | None, Array | None, int]:
    """Scale, offset and mode of key or value: their own, or their half of common ones."""
    own = values.get(f"{name}AntiquantScale")
    if own is not None:
        return own, values.get(f"{name}AntiquantOffset"), optional(plan.a, f"{name}AntiquantMode")
    common, offset = values.get("antiquantScale"), values.get("antiquantOffset")
    mode = optional(plan.a, "antiquantMode") if plan.is_single else Antiquant.CHANNEL
    if common is None:
        return None, None, Antiquant.CHANNEL
    return common[place], None if offset is None else offset[place], mode or Antiquant.CHANNEL


def dequantised(
    stored: Array, name: str, values: dict[str, Any], plan: Plan, batch: int, span: Span, row: Array | None
) -> Array:
    """The "key" or "value" [N, K, D] of a batch: (stored + offset) * scale, rounded to the type of the query."""
    from aclnn.conversion import converted

    scale, offset, mode = _scales(values, plan, name, 0 if name == "key" else 1)
    wide = stored.astype(np.float32, copy=False)
    if scale is None:
        return wide
    if offset is not None:
        wide = wide + _spread(offset, mode, stored.shape[0], batch, span, row)
    return converted(wide * _spread(scale, mode, stored.shape[0], batch, span, row), plan.a.query.dtype)


def finished(out: Array, values: dict[str, Any], call: Arguments) -> Array:
    """What is stored of a batch's output [N, S, D]: scaled, and quantised where INT8 is wanted."""
    out = out * number(values.get("deqScale2"), call, "deqScale2")
    if call.attentionOut.dtype != INT8:
        return out

    def channels(given: Array) -> Array:
        return given.reshape(out.shape[0], 1, -1) if given.size > 1 else given.reshape(1)

    offset = values.get("quantOffset2")
    return to_int8(out * channels(values["quantScale2"]) + (0 if offset is None else channels(offset)))
