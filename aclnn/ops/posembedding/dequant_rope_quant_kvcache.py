"""aclnnDequantRopeQuantKvcache: splits x into query, key and value, rotates, and caches key and value as int8."""

from __future__ import annotations

from math import prod

from acl_sim import status
from acl_sim.messages import device_fault
from aclnn.declare import Arguments, Attribute, In, InPlace, IntArray, Limit, Operator, OptionalIn, Out, Text
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32
from aclnn.ops.posembedding import rotary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    from aclnn.access import Part

CONTIGUOUS, PAGE = CACHE_MODES = ("contiguous", "page")

Shape = tuple[int, ...]


def cache_mode(text: str | None) -> str:
    """Null is the default, and the real library does not mind capitals."""
    return CONTIGUOUS if text is None else text.lower()


def _is_paged(a: Arguments) -> bool:
    return cache_mode(a.cacheModeOptional) == PAGE


def _tokens(a: Arguments) -> int:
    batch, *length = a.x.shape[:-1]
    return int(batch * length[0]) if length else int(batch)


def _table_shape(a: Arguments) -> Shape:
    *tokens, _ = a.x.shape
    return (*tokens, 1, a.kCacheRef.shape[3]) if len(tokens) == 2 else (*tokens, a.kCacheRef.shape[3])


def _output_shape(a: Arguments, part: int) -> Shape:
    """Of query (part 0), key or value: [B, S, N, D], or [B, N, D] for x of 2 dimensions."""
    head = a.kCacheRef.shape[3]
    return (*a.x.shape[:-1], a.sizeSplits[part] // head, head)


def _has_offsets(a: Arguments) -> bool:
    """One offset alone has no effect."""
    return a.offsetKOptional is not None and a.offsetVOptional is not None


def _scales_key(name: str) -> Limit:
    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        is_used = _has_offsets(a) if "offset" in name else True
        return not is_used or bool(tensor.size == a.sizeSplits[1])

    only = " when both offsets are given" if "offset" in name else ""
    return Limit(name, f"must have an element for each of a token's key{only}", holds)


def _dequantises(name: str, elements: str, needed: Callable[[Arguments], int]) -> Limit:
    """Only what would be read has to be there: CANN's own example passes more."""

    def holds(a: Arguments) -> bool:
        tensor = getattr(a, name)
        return a.x.dtype != INT32 or tensor is None or bool(tensor.size >= needed(a))

    return Limit(name, f"must have {elements} of x when that is INT32", holds)


op = Operator(
    "DequantRopeQuantKvcache",
    In("x", (FLOAT16, BF16, INT32)),
    In("cos", (FLOAT16, BF16)),
    In("sin", like="cos"),
    InPlace("kCacheRef", (INT8,)),
    InPlace("vCacheRef", (INT8,)),
    In("indices", (INT32,)),
    In("scaleK", (FLOAT,)),
    In("scaleV", (FLOAT,)),
    OptionalIn("offsetKOptional", (FLOAT,)),
    OptionalIn("offsetVOptional", (FLOAT,)),
    OptionalIn("weightScaleOptional", (FLOAT,)),
    OptionalIn("activationScaleOptional", (FLOAT,)),
    OptionalIn("biasOptional", (FLOAT, FLOAT16, INT32, BF16)),
    IntArray("sizeSplits"),
    Text("quantModeOptional"),
    Text("layoutOptional"),
    Attribute("kvOutput", "bool"),
    Text("cacheModeOptional"),
    Out("qOut", like="cos", const=True),
    Out("kOut", like="cos", const=True),
    Out("vOut", like="cos", const=True),
    summary="Splits x into query, key and value, rotates query and key, and caches key and value as int8.",
    page="posembedding/dequant_rope_quant_kvcache/docs/aclnnDequantRopeQuantKvcache",
    families=("A2", "A3"),
    unsupported=status.NN_PARAM_NULLPTR,  # the real library finds no executor for such a product
    limits=(
        Limit(
            "cos",
            "must have the data type of x unless that is INT32",
            lambda a: a.x.dtype in (INT32, a.cos.dtype),
            status=status.NN_PARAM_INVALID,
        ),
        Limit(
            "weightScaleOptional",
            "must be given when x is INT32",
            lambda a: a.x.dtype != INT32 or a.weightScaleOptional is not None,
            status=status.NN_PARAM_NULLPTR,
        ),
        Limit("quantModeOptional", 'must be "static"', lambda a: a.quantModeOptional in (None, "static")),
        Limit("layoutOptional", 'must be "BSND"', lambda a: a.layoutOptional in (None, "BSND")),
        Limit(
            "cacheModeOptional",
            'must be "contiguous" or "page"',
            lambda a: cache_mode(a.cacheModeOptional) in CACHE_MODES,
        ),
        Limit("sizeSplits", "must have 3 elements", lambda a: len(a.sizeSplits) == 3),
        Limit("sizeSplits", "must give key and value one size", lambda a: a.sizeSplits[1] == a.sizeSplits[2]),
        Limit("sizeSplits", "must have no negative elements", lambda a: min(a.sizeSplits) >= 0),
        Limit("x", "must have 2 or 3 dimensions", lambda a: len(a.x.shape) in (2, 3)),
        Limit("x", "must have the last dimension sizeSplits adds up to", lambda a: a.x.shape[-1] == sum(a.sizeSplits)),
        Limit("x", "must have a last dimension of at most 4096", lambda a: a.x.shape[-1] <= 4096),
        Limit("x", "must have a last dimension that is a multiple of 64", lambda a: a.x.shape[-1] % 64 == 0),
        Limit("kCacheRef", "must have 4 dimensions", lambda a: len(a.kCacheRef.shape) == 4),
        Limit("kCacheRef", "must not be empty", lambda a: a.kCacheRef.size > 0),
        Limit(
            "kCacheRef",
            "must have rows of the size that sizeSplits gives the key",
            lambda a: a.kCacheRef.shape[2] * a.kCacheRef.shape[3] == a.sizeSplits[1],
        ),
        Limit("kCacheRef", "must have heads of a multiple of 16", lambda a: a.kCacheRef.shape[3] % 16 == 0),
        Limit("sizeSplits", "must give the query whole heads", lambda a: a.sizeSplits[0] % a.kCacheRef.shape[3] == 0),
        Limit("cos", "must have the shape [B, S, 1, D] or [B, D]", lambda a: a.cos.shape == _table_shape(a)),
        Limit("sin", "must have the shape of cos", lambda a: a.sin.shape == a.cos.shape),
        Limit(
            "indices",
            "must have the shape [B], or [B*S] for pages",
            lambda a: a.indices.shape == (_tokens(a) if _is_paged(a) else a.x.shape[0],),
        ),
        Limit("vCacheRef", "must have the shape of kCacheRef", lambda a: a.vCacheRef.shape == a.kCacheRef.shape),
        _scales_key("scaleK"),
        _scales_key("scaleV"),
        Limit(
            "kCacheRef",
            "must have at least the first dimension of x unless it is paged",
            lambda a: _is_paged(a) or a.kCacheRef.shape[0] >= a.x.shape[0],
        ),
        _scales_key("offsetKOptional"),
        _scales_key("offsetVOptional"),
        _dequantises("weightScaleOptional", "at least an element for each of a row", lambda a: a.x.shape[-1]),
        _dequantises("activationScaleOptional", "at least an element for each row", _tokens),
        _dequantises("biasOptional", "at least an element for each of a row", lambda a: a.x.shape[-1]),
        Limit("qOut", "must have the shape [B, S, Nq, D] or [B, Nq, D]", lambda a: a.qOut.shape == _output_shape(a, 0)),
        Limit(
            "kOut",
            "must have the shape [B, S, Nkv, D] or [B, Nkv, D] with kvOutput",
            lambda a: not a.kvOutput or a.kOut.shape == _output_shape(a, 1),
        ),
        Limit(
            "vOut",
            "must have the shape [B, S, Nkv, D] or [B, Nkv, D] with kvOutput",
            lambda a: not a.kvOutput or a.vOut.shape == _output_shape(a, 2),
        ),
    ),
)


def _dequantised(
    rows: NDArray[Any], weight: NDArray[Any], activation: NDArray[Any] | None, bias: NDArray[Any] | None
) -> NDArray[Any]:
    """int32 rows as float32. An int32 bias is added before the conversion and wraps around, any other one at last."""
    import numpy as np

    length = rows.shape[1]
    row = np.ravel(bias)[:length] if bias is not None else None
    if row is not None and row.dtype == np.int32:
        rows, row = rows + row, None
    values: NDArray[Any] = rows.astype(np.float32) * np.ravel(weight)[:length]
    if activation is not None:
        values *= np.ravel(activation)[: len(rows), np.newaxis]
    return values if row is None else values + row


def _quantised(values: NDArray[Any], scale: NDArray[Any], offset: NDArray[Any] | None) -> NDArray[Any]:
    """To int8: rounded to nearest even, then saturated (the device's way over int16 ends the same); NaN becomes 0."""
    import numpy as np

    scaled = values / scale.reshape(values.shape[1:])
    if offset is not None:
        scaled += offset.reshape(values.shape[1:])
    rounded: NDArray[Any] = np.clip(np.nan_to_num(np.rint(scaled), nan=0), -128, 127)
    return rounded.astype(np.int8)


def _contiguous(indices: NDArray[Any], length: int, capacity: int) -> NDArray[Any]:
    """The cache row of each token: from its batch's index on, counted through all blocks of `capacity` rows.

    A batch that runs over the end of its block goes on in the next one, as on the device.
    """
    import numpy as np

    starts = indices + np.arange(len(indices), dtype=np.int64) * capacity
    rows: NDArray[Any] = starts[:, np.newaxis] + np.arange(length)
    return rows.reshape(-1)


def _stored(cache: NDArray[Any], rows: NDArray[Any], values: NDArray[Any]) -> Part:
    """The tokens as what changes of the cache."""
    import numpy as np

    from aclnn.access import Part

    blocks, capacity, *row = cache.shape
    outside = rows[(rows < 0) | (rows >= blocks * capacity)]
    if outside.size:
        raise device_fault(f"A token was to go to row {outside[0]} of a cache of {blocks} * {capacity} rows.")
    length = prod(row)
    return Part(rows.astype(np.int64)[:, np.newaxis] * length + np.arange(length), values)


@op.kernel
def kernel(
    x: NDArray[Any],
    cos: NDArray[Any],
    sin: NDArray[Any],
    kCacheRef: NDArray[Any],
    vCacheRef: NDArray[Any],
    indices: NDArray[Any],
    scaleK: NDArray[Any],
    scaleV: NDArray[Any],
    offsetKOptional: NDArray[Any] | None,
    offsetVOptional: NDArray[Any] | None,
    weightScaleOptional: NDArray[Any] | None,
    activationScaleOptional: NDArray[Any] | None,
    biasOptional: NDArray[Any] | None,
    sizeSplits: tuple[int, int, int],
    kvOutput: bool,
    cacheModeOptional: str | None,
    call: Arguments,
) -> tuple[NDArray[Any] | Part | None, ...]:
    """Rotation is in FLOAT16 when cos has that type, each step rounded, and in float32 otherwise. The cache gets what
    the device holds then: the key before its rounding to BF16, the value of an INT32 x before any rounding."""
    import numpy as np

    length = kCacheRef.shape[-1]
    rows = x.reshape(-1, x.shape[-1])
    if weightScaleOptional is not None and call.x.dtype == INT32:
        rows = _dequantised(rows, weightScaleOptional, activationScaleOptional, biasOptional)
    parts = np.split(rows, np.cumsum(sizeSplits)[:2], axis=1)
    query, key, value = (part.reshape(len(rows), part.shape[1] // length, length) for part in parts)

    native = np.float16 if call.cos.dtype == FLOAT16 else np.float32
    cos, sin = (table.reshape(-1, 1, length).astype(native) for table in (cos, sin))
    query, key = (
        rotary.embed(rotary.HALF, heads.astype(native), cos, sin).astype(np.float32) for heads in (query, key)
    )

    has_offsets = offsetKOptional is not None and offsetVOptional is not None
    is_paged = cache_mode(cacheModeOptional) == PAGE
    where = indices if is_paged else _contiguous(indices, x.shape[1] if x.ndim == 3 else 1, kCacheRef.shape[1])
    kept = where >= 0 if is_paged else slice(None)  # a page's negative index leaves the token out
    caches = (
        _stored(cache, where[kept], _quantised(heads[kept], scale, offset if has_offsets else None))
        for cache, heads, scale, offset in (
            (kCacheRef, key, scaleK, offsetKOptional),
            (vCacheRef, value, scaleV, offsetVOptional),
        )
    )
    outputs = (heads.reshape(*x.shape[:-1], heads.shape[1], length) for heads in (query, key, value))
    return (*caches, *outputs) if kvOutput else (*caches, next(outputs), None, None)
