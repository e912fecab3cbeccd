"""The keys and values [N, K, D] of a batch: from tensors of all batches or of one each, or gathered from pages."""

from __future__ import annotations

from typing import Any

from acl_sim.messages import device_fault
from aclnn.lazy import Array, np
from aclnn.shared.attention_layouts import unpacked
from aclnn.shared.attention_plan import Plan, Span


def pages(cache: Array, heads: int) -> Array:
    """[pages, N, slots, D] of a cache [pages, slots, H], [pages, N, slots, D] or [pages, N, D / C, slots, C]."""
    if cache.ndim == 3:
        return cache.reshape(*cache.shape[:2], heads, -1).swapaxes(1, 2)
    if cache.ndim == 5:
        return np.moveaxis(cache, 2, 3).reshape(*cache.shape[:2], cache.shape[3], -1)
    return cache


def gathered(stored: Array, row: Array, length: int) -> Array:
    """The first tokens [.., length, D] of pages [page, .., slots, D], in the order of a row of the block table.

    Raises the Refusal of a faulting kernel (507015, at the next synchronise) for a page that the cache lacks.
    """
    numbers = row[: -(-length // stored.shape[-2])].astype(np.int64)
    wrong = numbers[(numbers < 0) | (numbers >= stored.shape[0])]
    if wrong.size:
        raise device_fault(f"An element of blockTable is {wrong[0]}; it must be in [0, {stored.shape[0]}).")
    tokens = np.moveaxis(stored[numbers], 0, -3)
    return tokens.reshape(*tokens.shape[:-3], -1, tokens.shape[-1])[..., :length, :]


def tokens_of(stored: tuple[Array, ...], plan: Plan, span: Span, row: Array | None) -> Array:
    """Those of a batch; `row` of the block table where there are pages."""
    if row is not None:
        return gathered(pages(stored[0], plan.kv_heads), row, span.length)
    tensor, batch = (stored[span.batch], 0) if len(stored) > 1 else (stored[0], span.batch)
    return unpacked(tensor, plan.given, plan.kv_heads)[batch, :, span.tokens]


def with_prefix(tokens: Array, values: dict[str, Any], field: str, plan: Plan) -> Array:
    """The tokens behind those that all batches share, if there are any."""
    if values.get(field) is None:
        return tokens
    prefix = unpacked(values[field], plan.given, plan.kv_heads)[0, :, : plan.prefix_length()]
    return np.concatenate([prefix, tokens], axis=1)
