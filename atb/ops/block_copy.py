"""BlockCopyOperation: blocks of a paged cache copied within it."""

from __future__ import annotations

from typing import Any

from acl_sim.messages import device_fault
from aclnn import formats
from aclnn.dtypes import BF16, FLOAT16, INT8, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

NZ, ND = formats.FRACTAL_NZ, formats.ND
DIM, DIM_NUM = status.INVALID_TENSOR_DIM, status.INVALID_TENSOR_DIM_NUM
A2_A3 = ("A2", "A3")


def _is_whole(cache: Desc) -> bool:
    """Whether the 310P can copy the blocks."""
    _, first, second, third = cache.shape
    if cache.format == NZ:
        return third == 16 and second % 16 == 0
    return first * second * third % 16 == 0


class BlockCopyOperation(Operation):
    """Block src[i] of both caches is copied to the blocks that dst names from cumSum[i - 1] on, before cumSum[i].

    There is no output.
    """

    name = "BlockCopyOperation"
    param_type = "infer::BlockCopyParam"
    fields = (Field("rsv", "reserved"),)
    families = (*A2_A3, "310P")
    inputs = ("keyCache", "valueCache", "src", "dst", "cumSum")
    outputs = ()
    changes = ("keyCache", "valueCache")
    combinations = (
        *(Combination((t, t, INT32, INT32, INT32), ()) for t in (FLOAT16, BF16, INT8)),
        Combination((FLOAT16, FLOAT16, INT32, INT32, INT32), (), (NZ, NZ, ND, ND, ND)),
    )
    limits = (
        Limit("valueCache", "must have the shape of keyCache", lambda a: a.valueCache.shape == a.keyCache.shape, DIM),
        Limit("keyCache", "must have 4 dimensions", lambda a: len(a.keyCache.shape) == 4, DIM_NUM),
        Limit(
            "src",
            "must have 1 dimension, like dst",
            lambda a: len(a.src.shape) == len(a.dst.shape) == 1,
            DIM_NUM,
        ),
        Limit("cumSum", "must have the shape of src", lambda a: a.cumSum.shape == a.src.shape, DIM),
        Limit(
            "src",
            "must have at most as many elements as there are blocks, like dst",
            lambda a: max(a.src.shape[0], a.dst.shape[0]) <= a.keyCache.shape[0],
            DIM,
        ),
    )
    prepared = (
        Limit(
            "keyCache",
            "must be FLOAT16 on this product",
            lambda a: a.keyCache.dtype == FLOAT16,
            status.INVALID_TENSOR_DTYPE,
            ("310P",),
        ),
        Limit(
            "keyCache",
            "must have blocks of a multiple of 16 elements, in FRACTAL_NZ rows of 16",
            lambda a: _is_whole(a.keyCache),
            DIM,
            ("310P",),
        ),
        Limit(
            "keyCache",
            "must be in ND on this product",
            lambda a: a.keyCache.format == ND,
            status.INVALID_TENSOR_FORMAT,
            A2_A3,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return []

    def run(self, call: Any) -> None:
        import numpy as np

        from aclnn.access import storage

        src, dst, ends = (storage(tensor).astype(np.int64) for tensor in (call.src, call.dst, call.cumSum))
        blocks = call.keyCache.shape[0]
        counts = np.diff(ends, prepend=0)
        named = np.concatenate([src, dst])
        if counts.min() < 0 or ends[-1] > dst.size or named.min() < 0 or named.max() >= blocks:
            raise device_fault(
                f"BlockCopyOperation: cumSum is {ends.tolist()} for {dst.size} blocks, which are {named.min()} to "
                f"{named.max()}; it must not descend, and they must be 0 to {blocks - 1}."
            )
        for cache in (storage(call.keyCache), storage(call.valueCache)):
            cache[dst[: ends[-1]]] = cache[np.repeat(src, counts)]
