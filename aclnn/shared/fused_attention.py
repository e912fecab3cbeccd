"""The kernel of aclnnFusedInferAttentionScore, aclnnPromptFlashAttention and aclnnIncreFlashAttention."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aclnn.declare import Arguments
from aclnn.dtypes import INT8
from aclnn.lazy import Array, np
from aclnn.shared.attention import attend
from aclnn.shared.attention_cache import tokens_of, with_prefix
from aclnn.shared.attention_layouts import packed, unpacked
from aclnn.shared.attention_masks import is_compressed, mask_shape, outside, rows_are_blind
from aclnn.shared.attention_plan import Plan, listed, optional
from aclnn.shared.attention_scales import dequantised, finished, number


def _padding(values: dict[str, Any], field: str, lengths: Any) -> int | None:
    """How many tokens lie behind the last one; that counts only with lengths given."""
    given = values.get(field)
    return None if given is None or not lengths else max(0, int(np.asarray(given).reshape(-1)[0]))


def _part(values: Array | None, batch: int, rows: slice, columns: slice) -> Array | None:
    """[heads, rows, columns] of [batches, heads, rows, columns], whose batch and row may be the only ones."""
    if values is None:
        return None
    mine = values[batch if values.shape[0] > 1 else 0]
    return mine[:, :, columns] if mine.shape[1] == 1 else mine[:, rows, columns]


def _mask(values: dict[str, Any], plan: Plan) -> Array | None:
    """[batches, heads, rows, columns], True where a score does not count; None where the mode says it."""
    given = values.get("attenMask")
    if given is None or (is_compressed(optional(plan.a, "sparseMode") or 0) and not plan.is_single):
        return None
    return given.reshape(mask_shape(given.shape, plan.query.length)) != 0


def _hidden(plan: Plan, mask: Array | None, rows: int, columns: int, is_padded: bool) -> tuple[Array | None, bool]:
    """Which scores of a batch do not count, to be broadcast; whether rows without any that does are cleared."""
    a = plan.a
    clears = bool((optional(a, "innerPrecise") or 0) & 2)
    mode = optional(a, "sparseMode") or 0
    if optional(a, "attenMask") is None or plan.is_single or (is_padded and not is_compressed(mode)):
        return mask, clears
    before, after = optional(a, "preTokens"), optional(a, "nextTokens")
    left_out = outside(mode, rows, columns, before, after)
    if left_out is None:
        return mask, clears
    clears = clears or rows_are_blind(mode, rows, columns, before, after)
    return (left_out[None] if mask is None else left_out | mask), clears


def _scorer(values: dict[str, Any], call: Arguments, shift: Array | None) -> Callable[[Array, slice], Array]:
    factor = np.float32(call.scaleValue) * number(values.get("deqScale1"), call, "deqScale1")

    def score(products: Array, rows: slice) -> Array:
        scores = products * factor
        if shift is None:
            return scores
        return scores + (shift if shift.shape[1] == 1 else shift[:, rows])

    return score


def _narrower(values: dict[str, Any], call: Arguments) -> Callable[[Array, slice], Array]:
    """What rounds the weights: to the type of the query, or to INT8 after a scale."""
    from aclnn.conversion import converted
    from aclnn.ops.posembedding.kv_cache import to_int8

    scale = values.get("quantScale1")
    if scale is None:
        return lambda weights, rows: converted(weights, call.query.dtype)
    factor = number(scale, call, "quantScale1")
    return lambda weights, rows: to_int8(weights * factor).astype(np.float32)


def kernel(call: Arguments, **values: Any) -> tuple[Array, Array | None]:
    """attentionOut, and softmaxLse where it is wanted. Tokens beyond the lengths given become 0."""
    plan = Plan(call)
    ropes = [values[name] for name in ("queryRope", "keyRope") if values.get(name) is not None]
    query = np.concatenate([unpacked(x, plan.given, plan.heads) for x in (values["query"], *ropes[:1])], axis=-1)
    keys, stored = listed(values["key"]), listed(values["value"])
    query_padding = _padding(values, "queryPadding", optional(call, "queryLengths"))
    kv_padding = _padding(values, "kvPadding", optional(call, "kvLengths"))
    mask, shift, table = _mask(values, plan), values.get("pseShift"), values.get("blockTable")
    shape = (*query.shape[:3], plan.value_width)
    out = np.zeros(shape, np.int8 if call.attentionOut.dtype == INT8 else np.float32)
    lse = np.full((*shape[:3], 1), np.inf, np.float32)
    for index, (mine, others) in enumerate(zip(plan.query_spans(query_padding), plan.kv_spans(kv_padding))):
        if min(mine.tokens.start, others.tokens.start) < 0:
            continue  # the padding leaves no room: the page promises zeros
        row = None if table is None else table[index]
        key = dequantised(tokens_of(keys, plan, others, row), "key", values, plan, index, others, row)
        rope = [tokens_of((part,), plan, others, row) for part in ropes[1:]]
        key = with_prefix(np.concatenate([key, *rope], axis=-1), values, "keyPrefix", plan)
        value = dequantised(tokens_of(stored, plan, others, row), "value", values, plan, index, others, row)
        value = with_prefix(value, values, "valuePrefix", plan)
        columns = slice(others.tokens.start, others.tokens.start + key.shape[1])
        is_padded = query_padding is not None or kv_padding is not None
        seen = _part(mask, index, mine.tokens, columns)
        hidden, clears = _hidden(plan, seen, mine.length, key.shape[1], is_padded)
        score = _scorer(values, call, _part(shift, index, mine.tokens, columns))
        result = attend(
            query[mine.batch, :, mine.tokens].astype(np.float32, copy=False), key, value, score,
            _narrower(values, call), hidden, clears, values.get("learnableSink"),
        )  # fmt: skip
        out[mine.batch, :, mine.tokens] = finished(result.out, values, call)
        lse[mine.batch, :, mine.tokens] = result.log_sum()
    if not optional(call, "softmaxLseFlag"):
        return packed(out, plan.wanted), None
    return packed(out, plan.wanted), packed(lse, "TND" if plan.in_one_row else "BNSD")
