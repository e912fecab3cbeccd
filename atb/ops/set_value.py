"""SetValueOperation: one tensor written into a block of another, in place."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32, INT64
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc


def _has_blocks(a: Any) -> bool:
    ranges = zip(a.param.starts, a.param.ends, a.dst.shape, a.src.shape)
    return all(0 <= start < end <= length and end - start == block for start, end, length, block in ranges)


def _different(a: Any) -> int:
    """How many dimensions behind the first are different."""
    return sum(x != y for x, y in zip(a.dst.shape[1:], a.src.shape[1:]))


class SetValueOperation(Operation):
    """src is written into dst from `starts` to `ends`. There is no output: dst changes."""

    name = "SetValueOperation"
    param_type = "infer::SetValueParam"
    fields = (Field("starts", "ints"), Field("ends", "ints"), Field("strides", "ints"), Field("rsv", "reserved"))
    inputs = ("dst", "src")
    outputs = ()
    changes = ("dst",)
    combinations = tuple(Combination((dtype, dtype), ()) for dtype in (FLOAT16, FLOAT, INT32, INT64, BF16))
    limits = (
        Limit(
            "src",
            "must have as many dimensions as dst",
            lambda a: a.src.rank == a.dst.rank,
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "starts",
            "must have an element for each dimension of dst, like ends and strides",
            lambda a: len(a.param.starts) == len(a.param.ends) == len(a.param.strides) == len(a.dst.shape),
            status.INVALID_PARAM,
        ),
        Limit(
            "src",
            "must not be larger than dst",
            lambda a: all(x <= y for x, y in zip(a.src.shape, a.dst.shape)),
            status.INVALID_TENSOR_DIM,
        ),
        Limit("strides", "must be 1", lambda a: set(a.param.strides) == {1}, status.INVALID_PARAM),
        Limit("starts", "must begin, with ends, a block of src's shape within dst", _has_blocks, status.INVALID_PARAM),
        Limit(
            "src",
            "must differ from dst in exactly one dimension behind the first",
            lambda a: _different(a) == 1,
            status.INVALID_TENSOR_DIM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return []

    def run(self, call: Any) -> None:
        from aclnn.access import storage

        block = tuple(slice(start, end) for start, end in zip(self.param.starts, self.param.ends))
        storage(call.dst)[block] = storage(call.src)
