"""What the fused operators of attention refuse of shapes, lengths and masks.

The pages answer wrong types with 161002; all that follows is found by the tiling (561002).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from acl_sim import status
from aclnn.declare import Arguments, Limit, Parameter
from aclnn.dtypes import BF16, FLOAT16, INT8
from aclnn.shared.attention_layouts import Sizes, shape_in, sizes
from aclnn.shared.attention_masks import COMPRESSED, Sparse, is_compressed, mask_shape
from aclnn.shared.attention_plan import LAYOUTS, Plan, listed, optional
from aclnn.tensor import Tensor

MOST_BATCHES, MOST_HEADS, WIDEST, MOST_SHARING, MOST_LISTED, MOST_ENDS = 65536, 256, 512, 64, 256, 4096
Planned = Callable[[Plan], bool]


def planned(field: str, sentence: str, holds: Planned, families: tuple[str, ...] = ()) -> Limit:
    """A limit on the sizes of the call."""
    if families:
        return Limit(field, sentence, lambda a: holds(Plan(a)), families)
    return Limit(field, sentence, lambda a: holds(Plan(a)))


def given(field: str, sentence: str, holds: Callable[[Plan, Tensor], bool]) -> Limit:
    """A limit on an optional tensor, which counts when it is there."""

    def checked(a: Arguments) -> bool:
        tensor = optional(a, field)
        return tensor is None or holds(Plan(a), tensor)

    return Limit(field, sentence, checked)


def within(limits: Iterable[Limit], parameters: Iterable[Parameter]) -> tuple[Limit, ...]:
    """Those limits whose parameters the operator has."""
    fields = {parameter.field for parameter in parameters}
    return tuple(limit for limit in limits if limit.parameter in fields)


def _has_heads(tensor: Tensor, layout: str, heads: int) -> bool:
    axes = dict(zip(layout, tensor.shape))
    return axes["N"] == heads if "N" in axes else axes["H"] % heads == 0


def _kv_fits(plan: Plan, tensor: Tensor) -> bool:
    """Rank, heads and batch of key or value, where they are in no pages."""
    if plan.is_paged:
        return True
    if len(tensor.shape) != len(plan.given) or not _has_heads(tensor, plan.given, plan.kv_heads):
        return False
    return plan.in_one_row or plan.kv(tensor).batch == (1 if len(plan.keys) > 1 else plan.batch)


def _is_listed_well(a: Arguments, field: str) -> bool:
    tensors, batch = listed(getattr(a, field)), a.query.shape[LAYOUTS[a.inputLayout][0].find("B")]
    is_batched = "B" in LAYOUTS[a.inputLayout][0]
    return len(tensors) == 1 or (is_batched and len(tensors) == batch <= MOST_LISTED)


def _complete(name: str) -> Limit:
    return Limit(
        name,
        "must hold no null tensor",
        lambda a: None not in listed(getattr(a, name)),
        status=status.NN_PARAM_NULLPTR,
    )


def _one_or_listed(name: str) -> Limit:
    return Limit(
        name,
        f"must be one tensor for all batches, or one for each of at most {MOST_LISTED}",
        lambda a: _is_listed_well(a, name) and len(listed(a.key)) == len(listed(a.value)),
    )


def _same_but_width(plan: Plan) -> bool:
    pairs = [(plan.kv(k), plan.kv(v)) for k, v in zip(plan.keys, plan.values)]
    return all(k[:3] == v[:3] for k, v in pairs) and len({v.width for _, v in pairs}) == 1


def _lengths_fit(plan: Plan, lengths: tuple[int, ...] | None, longest: list[int], is_one_row: bool, total: int) -> bool:
    """Lengths of batches within the tensors, or in one row their ends."""
    if is_one_row:
        if lengths is None or not 0 < len(lengths) <= MOST_ENDS:
            return False
        return all(0 <= a <= b for a, b in zip((0, *lengths), lengths)) and lengths[-1] <= total
    if not lengths:
        return True  # torch_npu hands over an empty array for none
    if len(lengths) != 1 and len(lengths) < plan.batch:
        return False
    mine = lengths * plan.batch if len(lengths) == 1 else lengths[: plan.batch]
    return all(0 <= length <= most for length, most in zip(mine, longest))


def _query_lengths_fit(plan: Plan) -> bool:
    if plan.is_single:
        return True
    longest = [plan.query.length] * plan.batch
    return _lengths_fit(plan, plan.a.queryLengths, longest, plan.in_one_row, plan.query.length)


def _kv_lengths_fit(plan: Plan) -> bool:
    stored = [plan.kv(key).length for key in plan.keys]
    if plan.in_one_row and not plan.is_paged:
        same = plan.a.kvLengths is not None and len(plan.a.kvLengths) == plan.batch
        return same and _lengths_fit(plan, plan.a.kvLengths, [], True, stored[0])
    longest = stored if len(stored) > 1 else stored * plan.batch
    return _lengths_fit(plan, plan.a.kvLengths, longest, False, 0)


def _columns(plan: Plan) -> int:
    """How many keys a mask or a shift must cover."""
    if plan.is_paged:
        slots = plan.a.blockSize
        return max((-(-length // slots) * slots for length in plan.kv_lengths()), default=0)
    return max(plan.kv(key).length for key in plan.keys) + plan.prefix_length()


def _mask_fits(plan: Plan, mask: Tensor) -> bool:
    mode = optional(plan.a, "sparseMode") or 0
    if not plan.is_single and is_compressed(mode):
        return mask.shape[-2:] == (COMPRESSED, COMPRESSED) and set(mask.shape[:-2]) <= {1}
    batches, heads, rows, columns = mask_shape(mask.shape, plan.query.length)
    tall = rows == 1 if plan.is_single else rows >= plan.query.length
    return batches in (1, plan.batch) and heads == 1 and tall and columns >= _columns(plan)


def _shift_fits(plan: Plan, shift: Tensor) -> bool:
    if len(shift.shape) != 4 or plan.in_one_row:
        return False
    batches, heads, rows, columns = shift.shape
    return (
        batches in (1, plan.batch) and heads == plan.heads and rows >= plan.query.length and columns >= _columns(plan)
    )


def _window_is_open(plan: Plan) -> bool:
    a = plan.a
    counts = optional(a, "attenMask") is not None and optional(a, "sparseMode") in (Sparse.DEFAULT, Sparse.BAND)
    return plan.is_single or not counts or a.preTokens + a.nextTokens >= 0


def _mode_suits_one_row(plan: Plan) -> bool:
    has_mask, mode = optional(plan.a, "attenMask") is not None, optional(plan.a, "sparseMode") or 0
    return not plan.in_one_row or mode in ((Sparse.RIGHT_DOWN_CAUSAL, Sparse.BAND) if has_mask else (Sparse.DEFAULT,))


def _needs_mask(plan: Plan) -> bool:
    mode = optional(plan.a, "sparseMode") or 0
    return plan.is_single or mode == Sparse.DEFAULT or optional(plan.a, "attenMask") is not None


def _prefix_fits(plan: Plan, prefix: Tensor) -> bool:
    key = plan.a.keyPrefix
    if plan.is_paged or plan.in_one_row or len(plan.keys) > 1 or len(prefix.shape) != len(plan.given) or key is None:
        return False
    mine, same = sizes(prefix.shape, plan.given, plan.kv_heads), sizes(key.shape, plan.given, plan.kv_heads)
    stored = plan.kv((plan.keys if prefix is key else plan.values)[0])
    return (mine.batch, mine.heads, mine.width) == (1, stored.heads, stored.width) and mine.length == same.length


def _prefix_length_fits(plan: Plan) -> bool:
    lengths, prefix = optional(plan.a, "prefixLength"), optional(plan.a, "keyPrefix")
    if lengths is None or prefix is None:
        return True
    return len(lengths) == 1 and 0 <= lengths[0] <= sizes(prefix.shape, plan.given, plan.kv_heads).length


def _both(first: str, second: str) -> Callable[[Arguments], bool]:
    return lambda a: (optional(a, first) is None) == (optional(a, second) is None)


def out_shape(plan: Plan) -> tuple[int, ...]:
    """That of attentionOut."""
    query = plan.query
    return shape_in(plan.wanted, Sizes(query.batch, query.heads, query.length, plan.value_width))


def _lse_shape(plan: Plan) -> tuple[int, ...]:
    query = plan.query
    return (query.length, plan.heads, 1) if plan.in_one_row else (query.batch, plan.heads, query.length, 1)


def layout_limit(layouts: Iterable[str]) -> Limit:
    """Which layouts the operator has."""
    names = tuple(layouts)
    return Limit("inputLayout", f"must be one of {', '.join(names)}", lambda a: a.inputLayout in names)


SIZES = (
    Limit("query", "must have as many dimensions as inputLayout", lambda a: len(a.query.shape) == len(Plan(a).given)),
    Limit(
        "numHeads",
        f"must be the number of heads of query, at most {MOST_HEADS}",
        lambda a: 0 < a.numHeads <= MOST_HEADS and _has_heads(a.query, LAYOUTS[a.inputLayout][0], a.numHeads),
    ),
    Limit(
        "numKeyValueHeads",
        f"must be 0, or divide numHeads with a quotient of at most {MOST_SHARING}",
        lambda a: (
            a.numKeyValueHeads == 0
            or (
                0 < a.numKeyValueHeads <= a.numHeads <= MOST_SHARING * a.numKeyValueHeads
                and a.numHeads % a.numKeyValueHeads == 0
            )
        ),
    ),
    *map(_complete, ("key", "value")),
    *map(_one_or_listed, ("key", "value")),
    planned("key", "must have the batches and numKeyValueHeads", lambda p: all(_kv_fits(p, k) for k in p.keys)),
    planned("value", "must have the batches and numKeyValueHeads", lambda p: all(_kv_fits(p, v) for v in p.values)),
)
"""To be checked before anything that needs a Plan of caches."""

TOKENS = (
    planned("value", "must have the shape of key except for D", _same_but_width),
    planned("key", "must have the D of query", lambda p: all(p.kv(key).width == p.query.width for key in p.keys)),
    planned("query", f"must have at most {MOST_BATCHES} batches", lambda p: p.query.batch <= MOST_BATCHES),
    planned("query", f"must have a D of at most {WIDEST}", lambda p: 0 < p.query.width <= WIDEST),
    Limit(
        "key",
        "must have the type of query, or be INT8 beside another",
        lambda a: all(
            k.dtype == a.query.dtype or (k.dtype == INT8 and a.query.dtype in (FLOAT16, BF16)) for k in listed(a.key)
        ),
    ),
    Limit(
        "value", "must have the type of key", lambda a: {v.dtype for v in listed(a.value)} == {listed(a.key)[0].dtype}
    ),
    planned("queryLengths", "must be lengths of all batches within S, in one row ascending ends", _query_lengths_fit),
    planned("kvLengths", "must be lengths of all batches within S, in one row ascending ends", _kv_lengths_fit),
    planned(
        "sparseMode",
        "must be 0, 1, 2, 3 or 4",
        lambda p: p.is_single or Sparse.DEFAULT <= (optional(p.a, "sparseMode") or 0) <= Sparse.BAND,
    ),
    planned("attenMask", "must be given with a sparseMode other than 0", _needs_mask),
    planned("sparseMode", "must be 0 without a mask, or 3 or 4 with one, for tokens in one row", _mode_suits_one_row),
    given("attenMask", "must have 2 to 4 dimensions", lambda p, mask: 2 <= len(mask.shape) <= 4),
    given(
        "attenMask",
        f"must cover queries and keys, with sparseMode 2, 3 and 4 be [{COMPRESSED}, {COMPRESSED}]",
        _mask_fits,
    ),
    planned("nextTokens", "must not end before preTokens begins", _window_is_open),
    given(
        "pseShift",
        "must have the type of query, FLOAT16 for INT8",
        lambda p, shift: shift.dtype == (FLOAT16 if p.a.query.dtype == INT8 else p.a.query.dtype),
    ),
    given("pseShift", "must have the shape [B or 1, N, S of query or more, S of key or more]", _shift_fits),
    Limit("innerPrecise", "must be 0, 1, 2 or 3", lambda a: optional(a, "innerPrecise") in (None, 0, 1, 2, 3)),
    Limit("keyPrefix", "must be given with valuePrefix, and only then", _both("keyPrefix", "valuePrefix")),
    given("keyPrefix", "must have the layout of key with one batch, without pages or lists", _prefix_fits),
    given("valuePrefix", "must have the layout of value with one batch and the S of keyPrefix", _prefix_fits),
    planned("prefixLength", "must be one length within the prefix", _prefix_length_fits),
    given("learnableSink", "must have one element for each head", lambda p, sink: sink.shape == (p.heads,)),
    planned(
        "attentionOut",
        "must have the shape of query in its layout, with the D of value",
        lambda p: p.a.attentionOut.shape == out_shape(p),
    ),
    Limit(
        "softmaxLse",
        "must be given with softmaxLseFlag",
        lambda a: not optional(a, "softmaxLseFlag") or a.softmaxLse is not None,
    ),
    planned(
        "softmaxLse",
        "must have the shape [B, N, S, 1], in one row [T, N, 1]",
        lambda p: not optional(p.a, "softmaxLseFlag") or p.a.softmaxLse.shape == _lse_shape(p),
    ),
)
"""What holds of tokens, masks and outputs."""


def width_limit(step: int) -> Limit:
    """The step of D where there are several queries; twice as much beside INT8."""

    def fits(plan: Plan) -> bool:
        types = {plan.a.query.dtype, plan.a.attentionOut.dtype, plan.keys[0].dtype}
        return plan.is_single or plan.query.width % (2 * step if INT8 in types else step) == 0

    return planned("query", f"must have a D that is a multiple of {step}, {2 * step} with INT8, for S above 1", fits)
