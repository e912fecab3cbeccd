"""aclnnScatterPaKvCache: puts the keys and values of tokens in their places of a paged cache.

Simulated are caches of blocks of tokens ("Norm") and of blocks in FRACTAL_NZ ("PA_NZ"), with or without values. Not
simulated, and refused: compressed heads (Alibi, Rope, Omni) and Nct.
"""

from __future__ import annotations

from math import prod

from aclnn.declare import Arguments, In, InPlace, IntArray, Invalid, Limit, Operator, OptionalIn, Text
from aclnn.dtypes import BF16, FLOAT16, INT8, INT32, INT64
from aclnn.lazy import Array, np
from aclnn.shared import experts
from aclnn.shared.indices import checked
from aclnn.shared.quantisation import mode_limit

TYPES = (FLOAT16, BF16, INT8)
TOKENS, BLOCKS = MODES = ("Norm", "PA_NZ")
BLOCK_BYTES = 32


def _in_blocks(a: Arguments) -> bool:
    return bool(a.cacheModeOptional == BLOCKS)


def _has_values(a: Arguments) -> bool:
    return bool(a.value.size)


def _absent(name: str) -> Limit:
    return Invalid(name, "must be null: compressed heads are not simulated", lambda a: getattr(a, name) is None)


def _cache_fits(cache: str, tokens: str) -> Limit:
    def holds(a: Arguments) -> bool:
        given, (_, heads, size) = getattr(a, cache).shape, getattr(a, tokens).shape
        if _in_blocks(a):
            wide = given[3]
            return bool(wide * getattr(a, cache).dtype.bits // 8 == BLOCK_BYTES and given[1] * wide == heads * size)
        return bool(given[2:] == (heads, size))

    words = "must be [blocks, tokens, heads, size], or with PA_NZ [blocks, heads * size / n, tokens, n], n 32 bytes"
    return Limit(cache, words, lambda a: (cache == "valueCacheRef" and not _has_values(a)) or holds(a))


op = Operator(
    "ScatterPaKvCache",
    In("key", TYPES),
    InPlace("keyCacheRef", like="key"),
    In("slotMapping", (INT32, INT64)),
    In("value", like="key"),
    InPlace("valueCacheRef", like="key"),
    OptionalIn("compressLensOptional", like="slotMapping"),
    OptionalIn("compressSeqOffsetOptional", like="slotMapping"),
    OptionalIn("seqLensOptional", like="slotMapping"),
    Text("cacheModeOptional"),
    Text("scatterModeOptional"),
    IntArray("stridesOptional", required=False),
    IntArray("offsetsOptional", required=False),
    summary="Puts the keys and values of tokens in their places of a paged cache.",
    page="attention/scatter_pa_kv_cache/docs/aclnnScatterPaKvCache",
    families=("A2", "A3"),
    limits=(
        mode_limit("cacheModeOptional", MODES, optional=True),
        Invalid("scatterModeOptional", "must be None or null: other modes are not simulated",
                lambda a: a.scatterModeOptional in (None, "None")),
        *map(_absent, ("compressLensOptional", "compressSeqOffsetOptional", "seqLensOptional")),
        experts.rank("key", 3),
        Limit("value", "must have 3 dimensions, or no element",
              lambda a: not _has_values(a) or len(a.value.shape) == 3),
        Limit("value", "must have tokens and heads of key",
              lambda a: not _has_values(a) or a.value.shape[:2] == a.key.shape[:2]),
        experts.shape_limit("slotMapping", "[tokens]", lambda a: a.key.shape[:1]),
        experts.rank("keyCacheRef", 4),
        Limit("valueCacheRef", "must have 4 dimensions", lambda a: not _has_values(a)
              or len(a.valueCacheRef.shape) == 4),
        _cache_fits("keyCacheRef", "key"),
        _cache_fits("valueCacheRef", "value"),
    ),
)  # fmt: skip


def _scattered(cache: Array, tokens: Array, slots: Array, in_blocks: bool) -> Array:
    """What changes of the cache, whose elements are counted in row-major order."""
    from aclnn.access import Part

    blocks, width = tokens.reshape(len(tokens), -1), prod(tokens.shape[1:])
    if not in_blocks:
        places = checked(slots, cache.shape[0] * cache.shape[1], "slotMapping")
        return Part(places[:, None] * width + np.arange(width), blocks)
    _, columns, length, wide = cache.shape
    places = checked(slots, cache.shape[0] * length, "slotMapping")
    block, row, at = places[:, None] // length, places[:, None] % length, np.arange(width)
    return Part(((block * columns + at // wide) * length + row) * wide + at % wide, blocks)


@op.kernel
def kernel(
    key: Array, keyCacheRef: Array, slotMapping: Array, value: Array, valueCacheRef: Array, call: Arguments
) -> tuple[Array, Array | None]:
    in_blocks = _in_blocks(call)
    values = _scattered(valueCacheRef, value, slotMapping, in_blocks) if _has_values(call) else None
    return _scattered(keyCacheRef, key, slotMapping, in_blocks), values
