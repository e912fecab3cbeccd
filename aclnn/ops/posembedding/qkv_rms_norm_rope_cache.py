"""aclnnQkvRmsNormRopeCache: splits qkv into heads, normalises and rotates those of q and k, and caches k and v.

The caches are pages in the NZ layout, [pages, N*D/C, slots, C] with C elements to 32 bytes.
"""

from __future__ import annotations

from acl_sim import status
from aclnn.declare import (
    Arguments,
    Attribute,
    In,
    InPlace,
    IntArray,
    Invalid,
    Limit,
    Operator,
    OptionalIn,
    OptionalOut,
    Text,
)
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT64
from aclnn.ops.posembedding import kv_cache, rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from aclnn.access import Part

HEAD = 128  # the only D that the kernel has

# The page answers 161002 to shapes and values alike.


def _tokens(a: Arguments) -> int:
    batch, length, *_ = a.qkvSize
    return int(batch * length)


def _shape(name: str, text: str, shape: Callable[[Arguments], tuple[int, ...]]) -> Limit:
    return Invalid(
        name, f"must have the shape {text}", lambda a: getattr(a, name) is None or getattr(a, name).shape == shape(a)
    )


def _cache_shape(a: Arguments, cache: str, heads: int) -> tuple[int, ...]:
    """With the first cache's pages and slots."""
    lanes = kv_cache.lanes(getattr(a, cache))
    return (a.kCache.shape[0], heads * HEAD // lanes, a.kCache.shape[2], lanes)


def _cache_limits(cache: str, head: int) -> tuple[Limit, ...]:
    return (
        Invalid(
            cache, "must have the data type of qkv, or INT8", lambda a: getattr(a, cache).dtype in (INT8, a.qkv.dtype)
        ),
        Invalid(cache, "must have 4 dimensions", lambda a: len(getattr(a, cache).shape) == 4),
        Invalid(cache, "must not be empty", lambda a: getattr(a, cache).size > 0),
        _shape(
            cache,
            "[pages, N*D/C, slots, C] with C of 16, or 32 in INT8",
            lambda a: _cache_shape(a, cache, a.headNums[head]),
        ),
        Invalid(
            cache,
            "must have pages of a multiple of 16 slots, 32 in INT8",
            lambda a: a.kCache.shape[2] % kv_cache.lanes(getattr(a, cache)) == 0,
        ),
    )


def _has_pages(a: Arguments) -> bool:
    batch, length, *_ = a.qkvSize
    return bool(a.kCache.shape[0] >= -(-length // a.kCache.shape[2]) * batch)


def _scale_limits(cache: str, scale: str, offset: str) -> tuple[Limit, ...]:
    return (
        Invalid(
            scale,
            f"must be given when {cache} is INT8, and only then",
            lambda a: (getattr(a, cache).dtype == INT8) == (getattr(a, scale) is not None),
        ),
        _shape(scale, "[Nk, D]", lambda a: (a.headNums[1], HEAD)),
        Invalid(
            offset,
            f"must not be given unless {cache} is INT8",
            lambda a: getattr(a, offset) is None or getattr(a, cache).dtype == INT8,
        ),
        _shape(offset, "[Nk, D]", lambda a: (a.headNums[1], HEAD)),
    )


def _output_limits(name: str, head: int) -> tuple[Limit, ...]:
    """q's asks for all three; the others have no effect without it."""
    return (
        Limit(
            name,
            "must be given with qOutBeforeQuant",
            lambda a: a.qOutBeforeQuant is None or getattr(a, name) is not None,
            status=status.NN_INNER_NULLPTR,
        ),
        Invalid(
            name,
            "must have the shape [B*S, N*D] when qOutBeforeQuant is given",
            lambda a: a.qOutBeforeQuant is None or getattr(a, name).shape == (_tokens(a), a.headNums[head] * HEAD),
        ),
    )


op = Operator(
    "QkvRmsNormRopeCache",
    In("qkv", (FLOAT16, BF16)),
    *(In(name, like="qkv") for name in ("qGamma", "kGamma", "cos", "sin")),
    In("index", (INT64,)),
    InPlace("qOut", like="qkv"),
    *(InPlace(name, (FLOAT16, BF16, INT8)) for name in ("kCache", "vCache")),
    *(OptionalIn(f"{name}Optional", (FLOAT,)) for name in ("kScale", "vScale", "kOffset", "vOffset")),
    IntArray("qkvSize"),
    IntArray("headNums"),
    Attribute("epsilon", "double"),
    Text("cacheModeOptional"),
    *(OptionalOut(f"{name}OutBeforeQuant", like="qkv", const=True) for name in ("q", "k", "v")),
    summary="Splits qkv into heads, normalises and rotates those of q and k, and caches k and v.",
    page="posembedding/qkv_rms_norm_rope_cache/docs/aclnnQkvRmsNormRopeCache",
    families=("A2", "A3"),
    limits=(
        Invalid("qkvSize", "must have 4 elements, [B, S, N, D]", lambda a: len(a.qkvSize) == 4),
        Invalid("qkvSize", "must have positive elements", lambda a: min(a.qkvSize) > 0),
        Invalid("qkvSize", f"must give D as {HEAD}", lambda a: a.qkvSize[3] == HEAD),
        Invalid("headNums", "must have 3 elements, [Nq, Nk, Nv]", lambda a: len(a.headNums) == 3),
        Invalid("headNums", "must have positive elements", lambda a: min(a.headNums) > 0),
        Invalid("headNums", "must add up to N of qkvSize", lambda a: sum(a.headNums) == a.qkvSize[2]),
        Invalid("headNums", "must give k and v the same number", lambda a: a.headNums[1] == a.headNums[2]),
        Invalid("headNums", "must give q a multiple of that of k", lambda a: a.headNums[0] % a.headNums[1] == 0),
        Invalid("cacheModeOptional", 'must be "PA_NZ"', lambda a: a.cacheModeOptional in (None, "PA_NZ")),
        _shape("qkv", "[B*S, N*D] of qkvSize", lambda a: (_tokens(a), a.qkvSize[2] * HEAD)),
        _shape("qGamma", "[D]", lambda a: (HEAD,)),
        _shape("kGamma", "[D]", lambda a: (HEAD,)),
        _shape("cos", "[B*S, D] of qkvSize", lambda a: (_tokens(a), HEAD)),
        _shape("sin", "[B*S, D] of qkvSize", lambda a: (_tokens(a), HEAD)),
        _shape("index", "[B*S] of qkvSize", lambda a: (_tokens(a),)),
        _shape("qOut", "[B*S, Nq*D]", lambda a: (_tokens(a), a.headNums[0] * HEAD)),
        *_cache_limits("kCache", 1),
        Invalid("kCache", "must have ceil(S / slots) pages for each batch", _has_pages),
        *_cache_limits("vCache", 2),
        *_scale_limits("kCache", "kScaleOptional", "kOffsetOptional"),
        *_scale_limits("vCache", "vScaleOptional", "vOffsetOptional"),
        _shape("qOutBeforeQuant", "[B*S, Nq*D]", lambda a: (_tokens(a), a.headNums[0] * HEAD)),
        *_output_limits("kOutBeforeQuant", 1),
        *_output_limits("vOutBeforeQuant", 2),
    ),
)


def _cached(
    a: Arguments, cache: str, index: NDArray[Any], rows: NDArray[Any],
    scale: NDArray[Any] | None, offset: NDArray[Any] | None,
) -> Part:  # fmt: skip
    """The rows [tokens, heads, D] at their slots, in int8 with a scale, by which this operator divides."""
    from aclnn.access import Part

    tensor = getattr(a, cache)
    pages, _, page, lanes = tensor.shape
    if scale is not None:
        rows = kv_cache.to_int8(rows / scale if offset is None else rows / scale + offset)
    kept = kv_cache.checked(index, pages * page) != kv_cache.SKIP
    return Part(kv_cache.positions(index[kept], rows.shape[1], HEAD, page, lanes), rows[kept])


@op.kernel
def kernel(
    call: Arguments,
    qkv: NDArray[Any],
    qGamma: NDArray[Any],
    kGamma: NDArray[Any],
    cos: NDArray[Any],
    sin: NDArray[Any],
    index: NDArray[Any],
    kScaleOptional: NDArray[Any] | None,
    vScaleOptional: NDArray[Any] | None,
    kOffsetOptional: NDArray[Any] | None,
    vOffsetOptional: NDArray[Any] | None,
    headNums: tuple[int, ...],
    epsilon: float,
) -> tuple[Any, ...]:
    """Everything in float32; what goes to a cache in int8 is not rounded to the type of qkv before."""
    import numpy as np

    queries, keys, _ = headNums
    tables = cos[:, np.newaxis], sin[:, np.newaxis]
    q, k, v = np.split(qkv.reshape(len(qkv), -1, HEAD), [queries, queries + keys], axis=1)
    q, k = (
        rotary.embed(rotary.HALF, kv_cache.rms_norm(heads, gamma, epsilon), *tables)
        for heads, gamma in ((q, qGamma), (k, kGamma))
    )
    cached = (
        _cached(call, "kCache", index, k, kScaleOptional, kOffsetOptional),
        _cached(call, "vCache", index, v, vScaleOptional, vOffsetOptional),
    )
    flat_q, *others = (heads.reshape(len(qkv), -1) for heads in (q, k, v))
    return (flat_q, *cached, *((flat_q, *others) if call.qOutBeforeQuant is not None else ()))
