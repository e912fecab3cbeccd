"""PagedAttentionOperation: one new token of each request attends to its keys and values in a paged cache.

Not simulated: several tokens of a request (calcType), quantised and compressed caches, and those of multi-head latent
attention, where the value is a part of the key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acl_sim.messages import device_fault
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.messages import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aclnn.lazy import Array
    from atb.tensors import Desc

NO_MASK, NORM, ALIBI = range(3)
BSND, BNSD = range(2)
BY_ATB = ("A2", "A3")  # the others call aclnnFusedInferAttentionScore
MOST, MOST_IN_LOGN = 576, 256  # elements of a head
DIM, DIM_NUM = status.INVALID_TENSOR_DIM, status.INVALID_TENSOR_DIM_NUM


def _plain(name: str, what: str) -> Limit:
    sentence = f"must be 0: {what} not simulated"
    return Limit(name, sentence, lambda a: getattr(a.param, name) == 0, status.INVALID_PARAM)


def _has_ranks(a: Any) -> bool:
    given = (a.query, a.keyCache, a.valueCache, a.blockTables, a.contextLens)
    return tuple(len(x.shape) for x in given) == (3, 4, 4, 2, 1)


def _heads(cache: Desc, a: Any) -> int:
    return cache.shape[1 if a.param.inputLayout == BNSD else 2]


def _has_small_heads(a: Any) -> bool:
    """Of caches in TYPE_BSND."""
    size, key, value = (int(length) for length in (a.keyCache.shape[1], a.keyCache.shape[3], a.valueCache.shape[3]))
    if a.param.scaleType:
        return key == value <= MOST_IN_LOGN and key * size <= 128 * 128
    return max(key, value) <= MOST and (max(key, value) <= 256 or size <= 128)


def _kv_heads(a: Any) -> Any:
    return a.param.kvHeadNum or a.param.headNum


class PagedAttentionOperation(Operation):
    """Attention of query [requests, heads, head size] to caches [blocks, block size, heads, head size].

    contextLens, and batchRunStatus where there is one, need hostData: Setup reads them there.
    """

    name = "PagedAttentionOperation"
    param_type = "infer::PagedAttentionParam"
    families = ("A2", "A3", "950")
    fields = (
        Field("headNum"), Field("qkScale", "double"), Field("kvHeadNum"), Field("maskType"),
        Field("batchRunStatusEnable", "bool"), Field("quantType"), Field("outDataType"),
        Field("hasQuantOffset", "bool"), Field("compressType"), Field("calcType"), Field("scaleType"),
        Field("inputLayout"), Field("mlaVHeadSize"),
        Field("qScale", "double"), Field("rsv", "reserved"),
    )  # fmt: skip
    outputs = ("attnOut",)
    hosts = ("contextLens", "batchRunStatus")
    created = (
        Limit("headNum", "must be positive", lambda a: a.param.headNum > 0, status.INVALID_PARAM),
        Limit(
            "kvHeadNum",
            "must be 0 or divide headNum",
            lambda a: a.param.kvHeadNum >= 0 and a.param.headNum % _kv_heads(a) == 0,
            status.INVALID_PARAM,
        ),
        Limit(
            "qkScale", "must be in (0, 1] on this product", lambda a: 0 < a.param.qkScale <= 1, status.INVALID_PARAM,
            ("950",),
        ),
        Limit(
            "inputLayout", "must be TYPE_BSND on this product", lambda a: a.param.inputLayout == BSND,
            status.INVALID_PARAM, ("950",),
        ),
        Limit(
            "maskType", "must be UNDEFINED on this product: masks are not simulated there",
            lambda a: a.param.maskType == NO_MASK, status.INVALID_PARAM, ("950",),
        ),
        Limit(
            "maskType", "must be UNDEFINED, NORM or ALIBI: the other masks are not simulated on this product",
            lambda a: NO_MASK <= a.param.maskType <= ALIBI, status.INVALID_PARAM,
        ),
        _plain("compressType", "compressed caches are"),
        _plain("calcType", "several tokens of a request are"),
        _plain("quantType", "quantised caches are"),
        _plain("mlaVHeadSize", "multi-head latent attention is"),
        Limit("scaleType", "must be 0 or 1", lambda a: 0 <= a.param.scaleType <= 1, status.INVALID_PARAM),
        Limit(
            "scaleType", "must be SCALE_TYPE_TOR for TYPE_BNSD",
            lambda a: a.param.inputLayout != BNSD or a.param.scaleType == 0, status.INVALID_PARAM,
        ),
    )  # fmt: skip
    limits = (
        Limit("query", "must have 3 dimensions, the caches 4, blockTables 2 and contextLens 1", _has_ranks, DIM_NUM),
        Limit(
            "query", "must have no more tokens than blockTables and contextLens have requests",
            lambda a: not a.param.batchRunStatusEnable or a.param.inputLayout == BNSD
            or a.query.shape[0] <= min(a.blockTables.shape[0], a.contextLens.shape[0]), DIM, BY_ATB,
        ),
        Limit(
            "valueCache", "must have the blocks, the block size and the heads of keyCache",
            lambda a: a.valueCache.shape[:3] == a.keyCache.shape[:3], DIM, BY_ATB,
        ),
        Limit(
            "query", "must have headNum heads", lambda a: a.query.shape[1] == a.param.headNum, DIM, ("950",),
        ),
        Limit(
            "keyCache", "must have kvHeadNum heads", lambda a: a.keyCache.shape[2] == a.param.kvHeadNum, DIM, ("950",),
        ),
        Limit(
            "valueCache", "must have the head size of keyCache",
            lambda a: a.valueCache.shape[3] == a.keyCache.shape[3], DIM, ("950",),
        ),
        Limit(
            "keyCache", "must have the head size of query", lambda a: a.keyCache.shape[3] == a.query.shape[2], DIM,
            BY_ATB,
        ),
        Limit(
            "valueCache", "must have the head size of keyCache for TYPE_BNSD",
            lambda a: a.param.inputLayout != BNSD or a.valueCache.shape[3] == a.keyCache.shape[3], DIM, BY_ATB,
        ),
        Limit(
            "keyCache", "must have heads of at most 576 elements, more than 256 only in blocks of at most 128; "
            "with logN equal heads of at most 256, 16384 in a block",
            lambda a: a.param.inputLayout == BNSD or _has_small_heads(a), DIM, BY_ATB,
        ),
    )  # fmt: skip
    prepared = (
        Limit("attnOut", "must have 3 dimensions", lambda a: len(a.attnOut.shape) == 3, DIM_NUM),
        Limit(
            "attnOut", "must have the head size of valueCache",
            lambda a: a.attnOut.shape[2] == a.valueCache.shape[3], DIM, BY_ATB,
        ),
        Limit(
            "attnOut", "must have the heads of query", lambda a: a.attnOut.shape[1] == a.query.shape[1], DIM, BY_ATB,
        ),
        Limit(
            "logN", "must have a number for each request",
            lambda a: a.param.scaleType == 0 or a.logN.shape == a.contextLens.shape, DIM, BY_ATB,
        ),
        Limit(
            "query", "must have headNum heads, and the caches kvHeadNum",
            lambda a: a.query.shape[1] == a.param.headNum and _heads(a.keyCache, a) == _kv_heads(a),
            status.INVALID_PARAM,
        ),
    )  # fmt: skip

    @property
    def inputs(self) -> tuple[str, ...]:
        names = ["query", "keyCache", "valueCache", "blockTables", "contextLens"]
        names += ["mask"] * (self.param.maskType != NO_MASK)
        names += ["batchRunStatus"] * self.param.batchRunStatusEnable
        return (*names, *["logN"] * (self.param.scaleType != 0))

    @property
    def reads(self) -> tuple[str, ...]:
        return tuple(name for name in self.inputs if name not in self.hosts)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        kinds = {"blockTables": INT32, "contextLens": INT32, "batchRunStatus": INT32, "logN": FLOAT}
        return tuple(Combination(tuple(kinds.get(n, t) for n in self.inputs), (t,)) for t in (FLOAT16, BF16))

    def infer(self, call: Any) -> list[Desc]:
        if self.family not in BY_ATB:
            return [call.query]
        return [call.query.with_shape((*call.query.shape[:2], call.valueCache.shape[3]))]

    def prepare(self, call: Any) -> None:
        """What Setup checks of the lengths."""
        lengths = call.held["contextLens"]
        if self.family == "950":
            blocks = sum(-(-int(length) // call.keyCache.shape[1]) for length in lengths)
            if blocks > call.keyCache.shape[0]:
                raise invalid("keyCache", call.keyCache, f"must have {blocks} blocks for contextLens", DIM)
        elif call.param.maskType != NO_MASK:
            shape, requests, heads = call.mask.shape, len(lengths), call.param.headNum
            least = {
                2: (1,),
                3: (requests if call.param.maskType == NORM else heads, 1),
                4: (requests, heads, 1),
            }  # fmt: skip
            wanted = (*least.get(len(shape), (0,) * 7), int(lengths.max(initial=0)))
            if len(shape) != len(wanted) or any(have < want for have, want in zip(shape, wanted)):
                raise invalid("mask", call.mask, f"must be at least {list(wanted)}", status.INVALID_PARAM)

    def run(self, call: Any) -> None:
        from aclnn.access import storage
        from aclnn.conversion import narrowed

        out = storage(call.attnOut)
        for token, result in _attended(call, out.shape[0]):
            out[token] = narrowed(result, call.attnOut.dtype)


def _attended(call: Any, tokens: int) -> Iterator[tuple[int, Array]]:
    """Each token with its result [heads, head size]. A request that has no length, or does not run, has no token."""
    import numpy as np

    from aclnn.access import storage, widen
    from aclnn.conversion import converted, widened
    from aclnn.shared.attention import attend
    from aclnn.shared.attention_cache import gathered

    param, dtype = call.param, call.query.dtype
    query, table = widen(call.query), storage(call.blockTables)
    if param.qScale not in (0, 1):
        query = converted(query * np.float32(param.qScale), dtype)
    caches = [storage(cache) for cache in (call.keyCache, call.valueCache)]
    if param.inputLayout == BSND:
        caches = [cache.swapaxes(1, 2) for cache in caches]
    lengths = call.held["contextLens"] * call.held.get("batchRunStatus", 1)
    mask = widen(call.mask) if param.maskType != NO_MASK else None
    factors = np.float32(param.qkScale) * (storage(call.logN) if param.scaleType else np.ones(len(lengths), np.float32))
    running = np.flatnonzero(lengths)
    if len(running) > min(tokens, len(query)) or lengths.max(initial=0) > table.shape[1] * caches[0].shape[2]:
        raise device_fault(
            f"PagedAttentionOperation: {len(running)} requests of up to {lengths.max(initial=0)} tokens; query has "
            f"{len(query)}, and blockTables {table.shape[1]} blocks of {caches[0].shape[2]} for each."
        )
    for token, request in enumerate(running.tolist()):
        length = int(lengths[request])
        key, value = (widened(gathered(cache, table[request], length), dtype) for cache in caches)
        added = _of_request(mask, request, length, param)

        def score(products: Array, rows: slice, factor: Any = factors[request], added: Any = added) -> Array:
            return products * factor + added

        result = attend(query[token][:, None], key, value, score, lambda weights, rows: converted(weights, dtype))
        yield token, result.out[:, 0]


def _of_request(mask: Array | None, request: int, length: int, param: Any) -> Any:
    """What is added to scores [heads, 1, length]."""
    if mask is None:
        return 0
    if mask.ndim == 4:
        return mask[request, : param.headNum, :1, :length]
    if mask.ndim == 3 and param.maskType == ALIBI:
        return mask[: param.headNum, :1, :length]
    return mask[request, :1, :length] if mask.ndim == 3 else mask[:1, :length]
