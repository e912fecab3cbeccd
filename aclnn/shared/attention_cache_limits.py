"""What the fused operators of attention refuse of caches in pages, padding, rotary parts and scales (561002)."""

from __future__ import annotations

from math import prod

from aclnn.declare import Arguments, Limit
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8
from aclnn.shared.attention_plan import Plan, listed, optional
from aclnn.shared.attention_scales import Antiquant
from aclnn.shared.fused_attention_limits import given, planned
from aclnn.tensor import Tensor

WIDEST_ROW = 65535  # of a cache [pages, slots, H]
ROPE_WIDTH = 64
ROPE_QUERY_WIDTHS = (128, 512)


def _slots_fit(plan: Plan) -> bool:
    """blockSize: any small multiple for one query, multiples of 128 for several, with rotary parts also 16."""
    size: int = optional(plan.a, "blockSize") or 0
    if not plan.is_paged:
        return True
    if plan.is_single:
        return 0 < size <= 512 and size % (32 if plan.keys[0].dtype == INT8 else 16) == 0
    sizes = (128, 256, 384, 512, *((1024,) if plan.in_one_row else ()))
    return size in (*sizes, *((16,) if optional(plan.a, "queryRope") is not None else ()))


def _cache_fits(plan: Plan, cache: Tensor) -> bool:
    shape, slots, heads = cache.shape, optional(plan.a, "blockSize"), plan.kv_heads
    if len(shape) == 3:
        return shape[1] == slots and shape[2] % heads == 0 and shape[2] <= WIDEST_ROW
    if len(shape) == 4:
        return "H" not in plan.given and plan.given != "BSND" and shape[1:3] == (heads, slots)
    is_blocked = len(shape) == 5 and optional(plan.a, "queryRope") is not None
    return bool(is_blocked and (shape[1], shape[3]) == (heads, slots) and shape[4] * cache.dtype.bits == 256)


def _caches_fit(plan: Plan) -> bool:
    tensors = (*plan.keys, *plan.values)
    return not plan.is_paged or (len(tensors) == 2 and all(_cache_fits(plan, tensor) for tensor in tensors))


def _table_fits(plan: Plan, table: Tensor) -> bool:
    lengths, slots = plan.a.kvLengths, plan.a.blockSize
    if lengths is None or len(table.shape) != 2 or table.shape[0] != plan.batch or not lengths:
        return False
    return bool(table.shape[1] >= max(-(-length // slots) for length in lengths))


def _may_be_padded(plan: Plan, padding: Tensor) -> bool:
    return padding.size == 1 and not (plan.is_paged or plan.in_one_row or len(plan.keys) > 1)


def _rope_fits(plan: Plan, rope: Tensor) -> bool:
    is_query = rope is plan.a.queryRope
    whole = plan.a.query if is_query else plan.keys[0]
    if plan.query.width not in ROPE_QUERY_WIDTHS or rope.dtype != whole.dtype or len(plan.keys) > 1:
        return False
    if not is_query and len(whole.shape) == 5:
        return rope.shape == (*whole.shape[:2], ROPE_WIDTH // whole.shape[4], *whole.shape[3:])
    width = ROPE_WIDTH
    if "H" in plan.given if is_query else (len(whole.shape) == 3 and (plan.is_paged or "H" in plan.given)):
        width *= plan.heads if is_query else plan.kv_heads
    return rope.shape == (*whole.shape[:-1], width)


def _is_all_int8(a: Arguments) -> bool:
    return bool(a.query.dtype == INT8)


def _scale_shape_fits(plan: Plan, scale: Tensor, mode: int, common: bool) -> bool:
    """Of a scale of key or value, or of both in one tensor."""
    shape = scale.shape[1:] if common else scale.shape
    key = plan.kv(plan.keys[0])
    cache = plan.keys[0].shape
    if common and scale.shape[:1] != (2,):
        return False
    match mode:
        case Antiquant.CHANNEL:
            return prod(shape) in (1, key.heads * key.width)
        case Antiquant.TOKEN:
            return shape[-2:-1] == (plan.batch,) and shape[-1] >= key.length and prod(shape[:-2]) == 1
        case Antiquant.HEAD:
            return shape == (key.heads,)
        case Antiquant.TOKEN_AND_HEAD:
            return shape[:2] == (plan.batch, key.heads) and len(shape) == 3 and shape[2] >= key.length
        case Antiquant.TOKEN_IN_PAGES:
            return plan.is_paged and shape == (cache[0], plan.a.blockSize)
        case Antiquant.TOKEN_AND_HEAD_IN_PAGES:
            return plan.is_paged and shape == (cache[0], key.heads, plan.a.blockSize)
    return False


def _scale_fits(plan: Plan, scale: Tensor, name: str) -> bool:
    mode: int = optional(plan.a, f"{name}Mode") or 0
    if name == "antiquant" and not plan.is_single:
        mode = Antiquant.CHANNEL  # the page: the mode counts for one query only
    wanted = plan.a.query.dtype if mode in (Antiquant.CHANNEL, Antiquant.HEAD) else FLOAT
    return scale.dtype == wanted and _scale_shape_fits(plan, scale, mode, name == "antiquant")


def _modes_fit(plan: Plan) -> bool:
    key, value = plan.a.keyAntiquantMode, plan.a.valueAntiquantMode
    if optional(plan.a, "keyAntiquantScale") is None:
        return True
    known = range(6) if plan.is_single else range(2)
    return key in known and (key == value or (plan.is_single and (key, value) == (0, 1)))


def _needs_scale(a: Arguments) -> bool:
    is_stored = listed(a.key)[0].dtype == INT8 and not _is_all_int8(a)
    scales = [optional(a, name) for name in ("antiquantScale", "keyAntiquantScale")]
    return any(scale is not None for scale in scales) == is_stored


def _same_as(name: str, scale: str) -> Limit:
    def fits(plan: Plan, offset: Tensor) -> bool:
        other = optional(plan.a, scale)
        return other is not None and (offset.shape, offset.dtype) == (other.shape, other.dtype)

    return given(name, f"must have the shape and type of {scale}", fits)


def _channels_fit(plan: Plan, scale: Tensor) -> bool:
    is_typed = scale.dtype == FLOAT or (scale.dtype == BF16 and plan.a.query.dtype == BF16)
    return is_typed and scale.size in (1, plan.heads * plan.value_width)


def _out_type_fits(a: Arguments) -> bool:
    return a.attentionOut.dtype in (INT8, FLOAT16 if _is_all_int8(a) else a.query.dtype)


def _beside(field: str, other: str) -> Limit:
    return Limit(
        field,
        f"must be given with {other}, and only then",
        lambda a: (optional(a, field) is None) == (optional(a, other) is None),
    )


def _of_all_int8(field: str) -> Limit:
    def fits(a: Arguments) -> bool:
        scale = optional(a, field)
        return scale is not None and scale.size == 1 if _is_all_int8(a) else scale is None

    return Limit(field, "must be one number for an INT8 query, and null for another", fits)


def _not_simulated(field: str, unused: object = None) -> Limit:
    words = "must be null" if unused is None else f"must be {unused}"
    return Limit(field, f"{words}: it is not simulated", lambda a: optional(a, field) in (None, unused))


PAGES = (
    planned("blockSize", "must be a multiple of 16 (32 for INT8) up to 512, of 128 for an S above 1", _slots_fit),
    planned("key", "must be one cache [pages, slots, H] or [pages, N, slots, D], of blockSize", _caches_fit),
    given("blockTable", "must have a row for each batch, with the pages of its kvLengths", _table_fits),
)
"""To be checked before the tokens."""

CACHES = (
    given("queryPadding", "must be one number, without pages, lists or tokens in one row", _may_be_padded),
    given("kvPadding", "must be one number, without pages, lists or tokens in one row", _may_be_padded),
    _beside("queryRope", "keyRope"),
    given("queryRope", f"must be query with a D of {ROPE_WIDTH}, beside one of 128 or 512", _rope_fits),
    given("keyRope", f"must be key with a D of {ROPE_WIDTH}, beside one of 128 or 512", _rope_fits),
    *(_not_simulated(name) for name in ("keyRopeAntiquantScale", "dequantScaleQuery", "qStartIdx", "kvStartIdx")),
    *(_not_simulated(name, 0) for name in ("queryQuantMode", "pseType")),
)

SCALES = (
    planned("query", "must not be INT8 for an S of 1", lambda p: not (p.is_single and _is_all_int8(p.a))),
    *map(_of_all_int8, ("deqScale1", "quantScale1", "deqScale2")),
    Limit("attentionOut", "must have the type of query, or INT8; FLOAT16 or INT8 for INT8", _out_type_fits),
    Limit(
        "quantScale2",
        "must be given for an INT8 output, and only then",
        lambda a: (optional(a, "quantScale2") is not None) == (a.attentionOut.dtype == INT8),
    ),
    given("quantScale2", "must be FLOAT, or BF16 as query, with one element or N * D", _channels_fit),
    _same_as("quantOffset2", "quantScale2"),
    Limit("antiquantScale", "must be given for an INT8 key beside another query, and only then", _needs_scale),
    _beside("keyAntiquantScale", "valueAntiquantScale"),
    planned(
        "keyAntiquantMode", "must be 0 to 5 (to 1 for an S above 1) as valueAntiquantMode, or 0 beside 1", _modes_fit
    ),
    given(
        "antiquantScale",
        "must fit antiquantMode: [2, ...] for channels in the type of query, or for tokens in FLOAT",
        lambda p, scale: _scale_fits(p, scale, "antiquant"),
    ),
    given("keyAntiquantScale", "must fit keyAntiquantMode", lambda p, s: _scale_fits(p, s, "keyAntiquant")),
    given("valueAntiquantScale", "must fit valueAntiquantMode", lambda p, s: _scale_fits(p, s, "valueAntiquant")),
    _same_as("antiquantOffset", "antiquantScale"),
    _same_as("keyAntiquantOffset", "keyAntiquantScale"),
    _same_as("valueAntiquantOffset", "valueAntiquantScale"),
    _beside("keyAntiquantOffset", "valueAntiquantOffset"),
)
