"""aclnnKvRmsNormRopeCache and V2: RMS norm and rotary embedding of the rows of kv, written into two caches.

A row is [Dv | Dk]: the front is normalised and goes to ckvCache, the back is rotated and goes to kCache. V2 may get the
value apart (vOptional, A2 and A3 only): then the whole row is normalised, its front rotated, and v is cached as it is.
The caches of 950 in HIFLOAT8, FLOAT8_E5M2 and FLOAT8_E4M3FN are not simulated and refused as data types.
"""

from __future__ import annotations

from aclnn.declare import Arguments, Attribute, In, InPlace, Limit, Operator, OptionalIn, Out, Parameter, Text
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT64
from aclnn.ops.posembedding import kv_cache, rotary
from aclnn.tensor import Tensor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from aclnn.access import Part

A2_A3 = ("A2", "A3")
NORM, PAGED, BLOCKED = "Norm", "paged", "blocked"
# How a mode reads index, and whether its caches are NZ. The kernels take every other text, and null, for Norm.
MODES = {
    "PA": (PAGED, False),
    "PA_BNSD": (PAGED, False),
    "PA_NZ": (PAGED, True),
    "PA_BLK_BNSD": (BLOCKED, False),
    "PA_BLK_NZ": (BLOCKED, True),
}
QUANTISING = ("kRopeScaleOptional", "cKvScaleOptional", "kRopeOffsetOptional", "cKvOffsetOptional")
SPLIT_LENGTHS, WHOLE_LENGTHS = (64, 512, 576), (64, 192, 192)  # of cos, gamma and kv on A2 and A3


def _mode(a: Arguments) -> tuple[str, bool]:
    return MODES.get(a.cacheModeOptional, (NORM, False))


def _value(a: Arguments) -> Tensor | None:
    """v, where it counts: 950 takes and ignores it."""
    return getattr(a, "vOptional", None) if a.family in A2_A3 else None


def _lengths(a: Arguments) -> tuple[int, int]:
    """Elements of a row of kCache and of ckvCache."""
    value = _value(a)
    return (a.kv.shape[-1], value.shape[-1]) if value is not None else (a.cos.shape[-1], a.gamma.shape[0])


def _rank(name: str, rank: int) -> Limit:
    return Limit(name, f"must have {rank} dimension{'s' * (rank > 1)}", lambda a: len(getattr(a, name).shape) == rank)


def _filled(name: str) -> Limit:
    return Limit(name, "must not be empty", lambda a: getattr(a, name).size > 0)


def _heads_fit(a: Arguments) -> bool:
    return a.kv.shape[1] in ((1,) if _value(a) is None else (1, 2, 4, 8))


def _value_fits(a: Arguments) -> bool:
    value = _value(a)
    return value is None or (len(value.shape) == 4 and value.shape[:3] == a.kv.shape[:3])


def _table_fits(a: Arguments) -> bool:
    return a.cos.shape[:2] == a.kv.shape[:2] and a.cos.shape[2] in (1, a.kv.shape[2]) and a.cos.shape[3] % 2 == 0


def _index_size(a: Arguments) -> int:
    batch, _, length, _ = a.kv.shape
    return int(batch * (-(-length // a.kCacheRef.shape[1]) if _mode(a)[0] == BLOCKED else length))


def _is_quantised(a: Arguments) -> bool:
    return a.kRopeScaleOptional is not None or a.cKvScaleOptional is not None


def _table_is_whole(a: Arguments) -> bool:
    """A2 and A3 read a row of cos for each token, except with Norm, and with PA unless something is int8."""
    shared = _mode(a)[0] == NORM or (a.cacheModeOptional == "PA" and not _is_quantised(a))
    return shared or a.cos.shape[2] == a.kv.shape[2]


def _same_ranks(a: Arguments) -> bool:
    given = (a.kRopeScaleOptional, a.cKvScaleOptional, a.kRopeOffsetOptional, a.cKvOffsetOptional)
    return len({len(tensor.shape) for tensor in given if tensor is not None}) <= 1


def _writes_rows(a: Arguments) -> bool:
    """Whether kRopeOut and cKvOut are written: with Norm, A2 and A3 only do it for a separate v and int8."""
    wanted = _mode(a)[0] != NORM or a.family == "950" or (_value(a) is not None and _is_quantised(a))
    return bool(a.isOutputKv and wanted)


def _row_lengths_fit(a: Arguments) -> bool:
    value = _value(a)
    actual = (a.cos.shape[-1], a.gamma.shape[0], a.kv.shape[-1])
    return actual == (SPLIT_LENGTHS if value is None else WHOLE_LENGTHS) and (value is None or value.shape[-1] == 128)


def _cache_limits(which: int, cache: str, scale: str, offset: str) -> tuple[Limit, ...]:
    """What a cache and the tensors that quantise it must be; `which` of the two row lengths is theirs."""

    def quantiser_fits(a: Arguments, name: str) -> bool:
        tensor, length = getattr(a, name), _lengths(a)[which]
        if tensor is None or _value(a) is not None:
            return tensor is None or tensor.shape == (a.kv.shape[1], length)
        return tensor.shape in ((length,), (1, length), *([(1,)] if a.family == "950" else []))

    def cache_fits(a: Arguments) -> bool:
        shape, first, (batch, heads, _, _) = getattr(a, cache).shape, a.kCacheRef.shape, a.kv.shape
        if _mode(a)[0] == NORM:  # batches and heads may be split otherwise: the kernels count through both
            return bool(shape[0] * shape[1] >= batch * heads and shape[2:] == (first[2], _lengths(a)[which]))
        return bool(shape == (*first[:2], heads, _lengths(a)[which]))

    shapes = "must have the shape [N, D], or without v [D]; on 950 also [1]"
    return (
        Limit(
            scale,
            f"must be given when {cache} is INT8, and only then",
            lambda a: (getattr(a, cache).dtype == INT8) == (getattr(a, scale) is not None),
        ),
        Limit(
            offset,
            f"must not be given without {scale}",
            lambda a: getattr(a, offset) is None or getattr(a, scale) is not None,
        ),
        Limit(scale, shapes, lambda a: quantiser_fits(a, scale)),
        Limit(offset, shapes, lambda a: quantiser_fits(a, offset)),
        Limit(cache, "must have the data type of kv, or INT8", lambda a: getattr(a, cache).dtype in (INT8, a.kv.dtype)),
        Limit(cache, "must have the shape [B, N, length, D], or with pages [pages, slots, N, D]", cache_fits),
        Limit(
            cache,
            "must have pages of a multiple of 16 slots, 32 in INT8",
            lambda a: _mode(a)[0] == NORM or a.kCacheRef.shape[1] % kv_cache.lanes(getattr(a, cache)) == 0,
        ),
        Limit(
            cache,
            "must have rows of a multiple of 16 elements, 32 in INT8, with an NZ mode",
            lambda a: not _mode(a)[1] or _lengths(a)[which] % kv_cache.lanes(getattr(a, cache)) == 0,
        ),
    )


def _output_limit(which: int, output: str) -> Limit:
    return Limit(
        output,
        "must have the shape [B, N, S, D] with the D of its cache when it is written",
        lambda a: not _writes_rows(a) or getattr(a, output).shape == (*a.kv.shape[:3], _lengths(a)[which]),
    )


def _limits(heads: str) -> tuple[Limit, ...]:
    """In the order of the tiling sources; the pages answer all of them alike. `heads`: what V2 adds to one head."""
    apart = (Limit("vOptional", "must have the first 3 dimensions of kv", _value_fits, A2_A3),) if heads else ()
    return (
        *(_rank(name, 4) for name in ("kv", "kCacheRef", "ckvCacheRef", "cos", "sin")),
        _rank("gamma", 1),
        *(_filled(name) for name in ("kv", "gamma", "cos", "sin", "index", "kCacheRef", "ckvCacheRef")),
        Limit("kv", f"must have 1 head{heads}", _heads_fit),
        *apart,
        Limit("cos", "must have the shape [B, N, S, Dk] or [B, N, 1, Dk] with an even Dk", _table_fits),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
        Limit(
            "index",
            "must have an element for each token, or for each page of a batch with PA_BLK_BNSD and PA_BLK_NZ",
            lambda a: a.index.size == _index_size(a),
        ),
        Limit("kv", "must have rows of 512 + 64 elements, or with v of 192 and v of 128", _row_lengths_fit, A2_A3),
        Limit(
            "kv",
            "must have rows of the lengths of gamma and cos",
            lambda a: a.kv.shape[-1] == sum(_lengths(a)),
            ("950",),
        ),
        Limit("cos", "must have the S of kv with this cache mode", _table_is_whole, A2_A3),
        Limit(
            "kRopeScaleOptional",
            "must have as many dimensions as the other scales and offsets",
            _same_ranks,
            A2_A3,
        ),
        Limit(
            "cacheModeOptional",
            "must not be Norm when a cache is INT8 and there is no v",
            lambda a: (
                _mode(a)[0] != NORM or _value(a) is not None or INT8 not in (a.kCacheRef.dtype, a.ckvCacheRef.dtype)
            ),
            A2_A3,
        ),
        *_cache_limits(0, "kCacheRef", "kRopeScaleOptional", "kRopeOffsetOptional"),
        *_cache_limits(1, "ckvCacheRef", "cKvScaleOptional", "cKvOffsetOptional"),
        _output_limit(0, "kRopeOut"),
        _output_limit(1, "cKvOut"),
    )


def _declare(name: str, value: tuple[Parameter, ...], heads: str) -> Operator:
    return Operator(
        name,
        In("kv", (FLOAT16, BF16)),
        *(In(tensor, like="kv") for tensor in ("gamma", "cos", "sin")),
        In("index", (INT64,)),
        *(InPlace(cache, (FLOAT16, BF16, INT8)) for cache in ("kCacheRef", "ckvCacheRef")),
        *(OptionalIn(tensor, (FLOAT,)) for tensor in QUANTISING),
        *value,
        Attribute("epsilon", "double"),
        Text("cacheModeOptional"),
        Attribute("isOutputKv", "bool"),
        *(Out(out, like="kv", const=True) for out in ("kRopeOut", "cKvOut")),
        summary="RMS norm and rotary embedding of the rows of kv, written into a key and a value cache.",
        page=f"posembedding/kv_rms_norm_rope_cache/docs/aclnn{name}",
        families=("A2", "A3", "950"),
        limits=_limits(heads),
    )


op = _declare("KvRmsNormRopeCache", (), "")
op_v2 = _declare("KvRmsNormRopeCacheV2", (OptionalIn("vOptional", like="kv"),), ", or with v 1, 2, 4 or 8 on A2 and A3")


def _slots(a: Arguments, index: NDArray[Any]) -> NDArray[Any]:
    """The row of the cache, counted through all pages, for each [b, n, s] with Norm and for each [b, s] otherwise."""
    import numpy as np

    batch, heads, length, _ = a.kv.shape
    pages, page, rows, _ = a.kCacheRef.shape
    if _mode(a)[0] == NORM:
        row = kv_cache.checked(index, rows).reshape(batch, 1, length)
        first = np.arange(batch * heads).reshape(batch, heads, 1) * rows
        return np.where(row == kv_cache.SKIP, kv_cache.SKIP, first + row).reshape(-1)
    slots = kv_cache.checked(index, pages * page).reshape(batch, -1)
    if _mode(a)[0] == BLOCKED:
        token = np.arange(length)
        start = slots[:, token // page]
        slots = np.where(start == kv_cache.SKIP, kv_cache.SKIP, start // page * page + token % page)
    return slots.reshape(-1)


def _cached(
    a: Arguments, cache: Tensor, slots: NDArray[Any], rows: NDArray[Any],
    scale: NDArray[Any] | None, offset: NDArray[Any] | None,
) -> Part:  # fmt: skip
    """The rows [B, N, S, D] at their slots, in int8 with a scale."""
    from aclnn.access import Part

    heads, length = rows.shape[1], rows.shape[3]
    if scale is not None:
        rows = rows * scale.reshape(-1, 1, scale.shape[-1])
        rows = kv_cache.to_int8(rows if offset is None else rows + offset.reshape(-1, 1, offset.shape[-1]))
    mode, is_nz = _mode(a)
    if mode == NORM:
        heads, rows = 1, rows.reshape(-1, 1, length)
    else:
        rows = rows.transpose(0, 2, 1, 3).reshape(-1, heads, length)
    kept = slots != kv_cache.SKIP
    block = kv_cache.lanes(cache) if is_nz else None
    return Part(kv_cache.positions(slots[kept], heads, length, cache.shape[1], block), rows[kept])


def kernel(
    call: Arguments,
    kv: NDArray[Any],
    gamma: NDArray[Any],
    cos: NDArray[Any],
    sin: NDArray[Any],
    index: NDArray[Any],
    kRopeScaleOptional: NDArray[Any] | None,
    cKvScaleOptional: NDArray[Any] | None,
    kRopeOffsetOptional: NDArray[Any] | None,
    cKvOffsetOptional: NDArray[Any] | None,
    epsilon: float,
    vOptional: NDArray[Any] | None = None,
) -> tuple[Any, ...]:
    """Everything in float32; what goes to a cache in int8 is not rounded to the type of kv before."""

    v = vOptional if call.family in A2_A3 else None
    normed = kv_cache.rms_norm(kv[..., : gamma.size], gamma, epsilon)
    rotated = kv[..., gamma.size :] if v is None else normed
    k = rotary.embed(rotary.INTERLEAVE_HALF, rotated, cos, sin)
    v = normed if v is None else v
    if _value(call) is None and call.family in A2_A3:  # the page: they are not looked at, even valid ones
        kRopeOffsetOptional = cKvOffsetOptional = None
    slots = _slots(call, index)
    cached = (
        _cached(call, call.kCacheRef, slots, k, kRopeScaleOptional, kRopeOffsetOptional),
        _cached(call, call.ckvCacheRef, slots, v, cKvScaleOptional, cKvOffsetOptional),
    )
    return (*cached, k, v) if _writes_rows(call) else cached


op.kernel(kernel)
op_v2.kernel(kernel)
