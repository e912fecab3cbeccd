"""What attention for training refuses: shapes as wrong parameters (161002), the rest in its tiling (561002)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aclnn.declare import Arguments, Invalid, Limit, Parameter
from aclnn.dtypes import BF16, BOOL, FLOAT, FLOAT16, UINT8
from aclnn.shapes import Dims
from aclnn.shared.attention_layouts import Sizes, shape_in, sizes
from aclnn.shared.attention_masks import COMPRESSED, Sparse, is_compressed
from aclnn.shared.attention_parameters import INTS, TENSOR
from aclnn.shared.attention_plan import optional
from aclnn.shared.training_attention import LANES, heads_of

TYPES = (FLOAT16, BF16, FLOAT)
MOST_HEADS, WIDEST = 256, 512
PREFIX_ROWS = 3072  # of the compressed mask with a prefix
BATCHED, ONE_ROW = ("BSH", "SBH", "BSND", "BNSD"), ("TND",)


def tensor(name: str, field: str, dtypes: tuple[Any, ...] = (), like: str = "", required: bool = False) -> Parameter:
    """A tensor that the operators read, by the field that they share."""
    return Parameter(name, TENSOR, "input", required, dtypes, like, field=field)


def out(name: str, field: str, dtypes: tuple[Any, ...] = (), like: str = "", required: bool = True) -> Parameter:
    """A tensor that they write."""
    return Parameter(name, TENSOR, "output", required, dtypes, like, field=field)


def lengths(name: str, field: str) -> Parameter:
    """An array of the host, which may be null."""
    return Parameter(name, INTS, "attribute", False, field=field)


def extras(shift: str) -> tuple[Parameter, ...]:
    """What both directions may get beside query, key and value."""
    return (
        tensor(shift, "pse", TYPES),
        tensor("dropMaskOptional", "dropMask", (UINT8,)),
        tensor("paddingMaskOptional", "paddingMask", TYPES),
        tensor("attenMaskOptional", "attenMask", (BOOL, UINT8)),
    )


def _measured(a: Arguments, field: str, heads: int) -> Sizes:
    return sizes(getattr(a, field).shape, a.inputLayout, heads)


def _ranks_fit(a: Arguments) -> bool:
    tensors = (a.query, a.key, a.value, optional(a, "dy"))
    return all(t is None or len(t.shape) == len(a.inputLayout) for t in tensors)


def _heads_fit(a: Arguments) -> bool:
    axes = dict(zip(a.inputLayout, a.query.shape))
    fits = axes["N"] == a.headNum if "N" in axes else a.headNum > 0 and axes["H"] % a.headNum == 0
    return 0 < a.headNum <= MOST_HEADS and bool(fits)


def _key_fits(a: Arguments) -> bool:
    heads = heads_of(a)
    if heads.width == 0 or heads.shared == 0 or heads.query % heads.shared:
        return False
    query, key = _measured(a, "query", heads.query), _measured(a, "key", heads.shared)
    return key.width == query.width <= WIDEST and query.batch == key.batch


def _value_fits(a: Arguments) -> bool:
    shared = heads_of(a).shared
    key, value = _measured(a, "key", shared), _measured(a, "value", shared)
    return key[:3] == value[:3] and 0 < value.width <= key.width


def out_shape(a: Arguments) -> Dims:
    """That of attentionOut and dy: of query, with the D of value."""
    heads = heads_of(a)
    query = _measured(a, "query", heads.query)
    return shape_in(a.inputLayout, query._replace(width=_measured(a, "value", heads.shared).width))


def _statistics(a: Arguments) -> list[Dims]:
    query = _measured(a, "query", a.headNum)
    if "T" in a.inputLayout:
        return [(query.length, a.headNum, LANES), (a.headNum, query.length, LANES)]
    return [(query.batch, a.headNum, query.length, LANES)]


def _ends_fit(field: str, of: str) -> Callable[[Arguments], bool]:
    def holds(a: Arguments) -> bool:
        ends, total = optional(a, field), getattr(a, of).shape[0]
        if not ends or len(ends) != len(optional(a, "queryEnds") or ()):
            return False
        return all(0 <= x <= y for x, y in zip((0, *ends), ends)) and ends[-1] <= total

    return holds


def _rope_fits(a: Arguments, field: str) -> bool:
    rope, whole = optional(a, f"{field}Rope"), getattr(a, field)
    both = (optional(a, "queryRope") is None) == (optional(a, "keyRope") is None)
    return both and (rope is None or (rope.shape[:-1] == whole.shape[:-1] and rope.dtype == whole.dtype))


def _longest(a: Arguments) -> tuple[int, int]:
    """The most queries and keys of a batch."""
    if "T" not in a.inputLayout:
        return _measured(a, "query", a.headNum).length, _measured(a, "key", heads_of(a).shared).length
    spans = [max(y - x for x, y in zip((0, *ends), ends)) for ends in (a.queryEnds, a.kvEnds)]
    return spans[0], spans[1]


def _mask_fits(a: Arguments) -> bool:
    mask = a.attenMask
    if mask is None or mask.size == 0:
        return bool(a.sparseMode == Sparse.DEFAULT)
    shape, (rows, columns) = mask.shape, _longest(a)
    if is_compressed(a.sparseMode):
        height = PREFIX_ROWS if a.sparseMode == Sparse.PREFIX_COMPRESSED else COMPRESSED
        return bool(shape[-2:] == (height, COMPRESSED)) and set(shape[:-2]) <= {1}
    if len(shape) not in (2, 4) or shape[-2] < rows or shape[-1] < columns:
        return False
    batch = _measured(a, "query", a.headNum).batch
    return len(shape) == 2 or (shape[0] in (1, batch) and shape[1] in (1, a.headNum))


def _shift_fits(a: Arguments) -> bool:
    shift = optional(a, "pse")
    if shift is None or shift.size == 0:
        return True
    if "T" in a.inputLayout or len(shift.shape) != 4:
        return False
    (rows, columns), batch = _longest(a), _measured(a, "query", a.headNum).batch
    return (
        shift.shape[0] in (1, batch) and shift.shape[1] == a.headNum and shift.shape[2] in (1, rows)
        and shift.shape[3] == columns
    )  # fmt: skip


def _prefix_fits(a: Arguments) -> bool:
    is_asked = a.sparseMode in (Sparse.PREFIX, Sparse.PREFIX_COMPRESSED)
    if not is_asked:
        return True
    batch = len(a.queryEnds) if "T" in a.inputLayout else _measured(a, "query", a.headNum).batch
    rows, columns = _longest(a)
    return bool(a.prefix) and len(a.prefix) == batch and all(max(0, columns - rows) <= n <= columns for n in a.prefix)


def _sink_fits(a: Arguments) -> bool:
    sink = optional(a, "sink")
    return sink is None or bool(sink.shape == (a.headNum,))


def _whole(name: str) -> Limit:
    words = "must be null or 0: parts of a sequence are not simulated"
    return Limit(name, words, lambda a: not any(optional(a, name) or ()))


def limits(layouts: tuple[str, ...]) -> tuple[Limit, ...]:
    """Of the operators with such layouts, in both directions."""
    modes = tuple(mode for mode in Sparse if mode != Sparse.PREFIX or layouts == BATCHED)
    ends = (
        Invalid("queryEnds", "must be ascending ends within T", _ends_fit("queryEnds", "query")),
        Invalid("kvEnds", "must be ascending ends within T, as many as of query", _ends_fit("kvEnds", "key")),
    )
    return (
        Invalid("inputLayout", f"must be one of {', '.join(layouts)}", lambda a: a.inputLayout in layouts),
        Invalid("query", "must have as many dimensions as inputLayout, as key and value", _ranks_fit),
        Invalid("headNum", f"must be the number of heads of query, at most {MOST_HEADS}", _heads_fit),
        Invalid("key", "must have the batches and D of query, and heads that divide its", _key_fits),
        Invalid("value", "must have the shape of key except for a D of at most key's", _value_fits),
        *(ends if layouts == ONE_ROW else ()),
        Invalid("queryRope", "must be query except for D, beside keyRope", lambda a: _rope_fits(a, "query")),
        Invalid("keyRope", "must be key except for D, beside queryRope", lambda a: _rope_fits(a, "key")),
        Invalid("paddingMask", "must be null: it is reserved", lambda a: not optional(a, "paddingMask")),
        Limit("keepProb", "must be above 0 and at most 1", lambda a: 0 < a.keepProb <= 1),
        Limit("dropMask", "must be given with a keepProb below 1", lambda a: a.keepProb == 1 or a.dropMask is not None),
        Limit("innerPrecise", "must be 0, 1 or 2", lambda a: a.innerPrecise in (0, 1, 2)),
        Limit("sparseMode", f"must be one of {', '.join(map(str, map(int, modes)))}", lambda a: a.sparseMode in modes),
        Limit("attenMask", "must cover queries and keys, or be the compressed one of sparseMode", _mask_fits),
        Limit("prefix", "must be within the keys, one for each batch, with sparseMode 5 and 6", _prefix_fits),
        Limit(
            "nextTokens", "must not end before preTokens begins",
            lambda a: a.sparseMode not in (Sparse.DEFAULT, Sparse.BAND) or a.preTokens + a.nextTokens >= 0,
        ),
        Limit("pse", "must have the shape [B or 1, N, Sq or 1, Sk], without tokens in one row", _shift_fits),
        Limit("pseType", "must be 0 or 1: others are not simulated", lambda a: optional(a, "pseType") in (None, 0, 1)),
        *map(_whole, ("qStartIdx", "kvStartIdx")),
        Invalid("sink", "must have one element for each head", _sink_fits),
        Invalid(
            "softmaxLayout", "must be empty or same_as_input",
            lambda a: optional(a, "softmaxLayout") in (None, "", "same_as_input"),
        ),
    )  # fmt: skip


def shaped(field: str, words: str, shapes: Callable[[Arguments], list[Dims]]) -> Limit:
    """A tensor must have one of some shapes; null and empty ones are for others to refuse."""
    return Invalid(
        field, f"must have the shape {words}",
        lambda a: optional(a, field) is None or getattr(a, field).shape in shapes(a),
    )  # fmt: skip


def statistics(field: str) -> Limit:
    """softmaxMax or softmaxSum."""
    return shaped(field, f"[B, N, S, {LANES}], in one row [T, N, {LANES}] or [N, T, {LANES}]", _statistics)
