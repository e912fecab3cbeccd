"""ReshapeAndCacheOperation: keys and values scattered into a paged cache. Compressed caches are not simulated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from acl_sim.messages import device_fault
from aclnn import formats
from aclnn.dtypes import BF16, FLOAT16, INT8, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation

if TYPE_CHECKING:
    from aclnn.tensor import Tensor
    from atb.tensors import Desc

CACHE, BYPASS, CACHE_NZ = range(3)  # KvCacheCfg: keys and values, keys alone, both in FRACTAL_NZ
A2_A3 = ("A2", "A3")
OLDER = ("310P", "310B", "910")
ROWS = 16  # of a block in FRACTAL_NZ, and elements of 16 bits in its rows
DIM, DIM_NUM = status.INVALID_TENSOR_DIM, status.INVALID_TENSOR_DIM_NUM


def _pairs(a: Any) -> Iterator[tuple[Desc, Desc]]:
    """The key, and the value, with their caches."""
    yield a.key, a.keyCache
    if a.value is not None:
        yield a.value, a.valueCache


def _is_nz(a: Any) -> bool:
    return a.param.kvCacheCfg == CACHE_NZ or a.family in OLDER


def _has_ranks(a: Any) -> bool:
    return len(a.slotMapping.shape) == 1 and all((len(x.shape), len(c.shape)) == (3, 4) for x, c in _pairs(a))


def _fits_blocks(a: Any) -> bool:
    """Whether heads are cut into the rows of a cache in FRACTAL_NZ, 32 elements of INT8 and 16 of others."""

    def fits(x: Desc, cache: Desc) -> bool:
        width = 32 if x.dtype == INT8 and a.family not in OLDER else ROWS
        return x.shape[1] * x.shape[2] == cache.shape[1] * width and cache.shape[3] == width

    return not _is_nz(a) or all(fits(x, cache) for x, cache in _pairs(a))


class ReshapeAndCacheOperation(Operation):
    """Each token's key and value are written to the slot of the cache that slotMapping names; negative ones to none.

    A cache is [blocks, block size, heads, head size], in FRACTAL_NZ [blocks, hidden size / 16, block size, 16].
    Programs give a cache and its output the same address.
    """

    name = "ReshapeAndCacheOperation"
    param_type = "infer::ReshapeAndCacheParam"
    fields = (Field("compressType"), Field("kvCacheCfg"), Field("rsv", "reserved"))
    created = (
        Limit(
            "kvCacheCfg",
            "must not be K_CACHE_V_BYPASS on this product",
            lambda a: a.param.kvCacheCfg != BYPASS,
            status.INVALID_PARAM,
            OLDER,
        ),
        Limit(
            "kvCacheCfg", "must be 0, 1 or 2", lambda a: CACHE <= a.param.kvCacheCfg <= CACHE_NZ, status.INVALID_PARAM
        ),
        Limit(
            "compressType",
            "must be COMPRESS_TYPE_UNDEFINED: compressed caches are not simulated",
            lambda a: a.param.compressType == 0,
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit("key", "must have 3 dimensions, a cache 4 and slotMapping 1", _has_ranks, DIM_NUM),
        Limit(
            "value",
            "must have the tokens and heads of key",
            lambda a: a.value is None or a.value.shape[:2] == a.key.shape[:2],
            DIM,
        ),
        Limit(
            "valueCache",
            "must have the blocks and the block size of keyCache",
            lambda a: a.value is None or a.param.kvCacheCfg == CACHE_NZ or _blocks(a.keyCache, a) == _blocks(
                a.valueCache, a
            ),
            DIM,
        ),
        Limit(
            "valueCache",
            "must have the block size of keyCache, a multiple of 16 in FRACTAL_NZ",
            lambda a: not _is_nz(a) or (
                a.keyCache.shape[2] == a.valueCache.shape[2] and a.keyCache.shape[2] % ROWS == 0
            ),
            DIM,
        ),
        Limit(
            "value",
            "must have the head size of key on this product",
            lambda a: a.param.kvCacheCfg == CACHE_NZ or a.value.shape[2] == a.key.shape[2],
            DIM,
            OLDER,
        ),
        Limit("keyCache", "must be cut like heads in FRACTAL_NZ, and so valueCache", _fits_blocks, DIM),
        Limit(
            "keyCache",
            "must have the heads and the head size of key, and so valueCache of value",
            lambda a: _is_nz(a) or all(x.shape[1:] == cache.shape[2:] for x, cache in _pairs(a)),
            DIM,
        ),
        Limit(
            "slotMapping",
            "must have a slot for each token",
            lambda a: a.param.kvCacheCfg != BYPASS or a.slotMapping.shape[0] == a.key.shape[0],
            DIM,
        ),
    )  # fmt: skip
    prepared = (
        Limit(
            "keyCacheOut",
            "must be like keyCache, and valueCacheOut like valueCache",
            lambda a: a.keyCacheOut == a.keyCache and (a.value is None or a.valueCacheOut == a.valueCache),
            DIM,
        ),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        if self.param.kvCacheCfg == BYPASS:
            return ("key", "keyCache", "slotMapping")
        return ("key", "value", "keyCache", "valueCache", "slotMapping")

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("keyCacheOut",) if self.param.kvCacheCfg == BYPASS else ("keyCacheOut", "valueCacheOut")

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(name for name in self.inputs if not name.endswith("Cache"))

    @property
    def combinations(self) -> tuple[Combination, ...]:
        nd, nz = formats.ND, formats.FRACTAL_NZ
        if self.param.kvCacheCfg == BYPASS:
            return tuple(Combination((t, t, INT32), (t,)) for t in (FLOAT16, INT8, BF16))
        pairs = [(t, t) for t in (FLOAT16, INT8, BF16)]
        if self.param.kvCacheCfg == CACHE_NZ and self.family not in OLDER:
            pairs = [(k, v) for k in (INT8, FLOAT16, BF16) for v in (FLOAT16, BF16)]
        layout = nz if self.param.kvCacheCfg == CACHE_NZ or self.family in OLDER else nd
        layouts = (nd, nd, layout, layout, nd)
        return tuple(Combination((k, v, k, v, INT32), (k, v), layouts, (layout, layout)) for k, v in pairs)

    def call(self, inputs: Any, outputs: Any = ()) -> Any:
        call = super().call(inputs, outputs)
        call.value = getattr(call, "value", None)
        return call

    def infer(self, call: Any) -> list[Desc]:
        return [call.keyCache] if self.param.kvCacheCfg == BYPASS else [call.keyCache, call.valueCache]

    def run(self, call: Any) -> None:
        is_nz = _is_nz(call)
        _scatter(call.key, call.slotMapping, call.keyCacheOut, is_nz)
        if call.value is not None:
            _scatter(call.value, call.slotMapping, call.valueCacheOut, is_nz)


def _blocks(cache: Desc, a: Any) -> tuple[int, int]:
    """The number of blocks, and what the library takes for their size."""
    return cache.shape[0], cache.shape[1 if a.family in A2_A3 else 2]


def _scatter(x: Tensor, slot_mapping: Tensor, cache: Tensor, is_nz: bool) -> None:
    """Only the named slots are written."""
    import numpy as np

    from aclnn.access import storage

    tokens, slots, memory = storage(x), storage(slot_mapping).astype(np.int64), storage(cache)
    size = memory.shape[2] if is_nz else memory.shape[1]
    if slots.size < len(tokens) or slots.max(initial=0) >= memory.shape[0] * size:
        raise device_fault(
            f"ReshapeAndCacheOperation: slotMapping has {slots.size} slots up to {slots.max(initial=0)}; it must have "
            f"one for each of {len(tokens)} tokens, within the cache's {memory.shape[0]} blocks of {size}."
        )
    used = slots[: len(tokens)] >= 0
    block, place = np.divmod(slots[: len(tokens)][used], size)
    if is_nz:
        memory[block, :, place] = tokens[used].reshape(len(block), -1, memory.shape[3])
    else:
        memory[block, place] = tokens[used]
