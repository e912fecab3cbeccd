"""RepeatOperation: a tensor repeated along its axes."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT16
from atb import status
from atb.declare import Field, Limit, Operation, same
from atb.tensors import MOST_DIMS, Desc


def _repeated(a: Any) -> int:
    """How many dimensions are really repeated; the library counts them from the first, unaligned."""
    return sum(multiple > 1 and length > 1 for multiple, length in zip(a.param.multiples, a.x.shape))


def _shape(a: Any) -> tuple[int, ...]:
    lengths = (1,) * (len(a.param.multiples) - len(a.x.shape)) + a.x.shape
    return tuple(multiple * length for multiple, length in zip(a.param.multiples, lengths))


class RepeatOperation(Operation):
    """x `multiples` times along each axis; x may have fewer axes, in front."""

    name = "RepeatOperation"
    param_type = "infer::RepeatParam"
    fields = (Field("multiples", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    combinations = same(1, FLOAT16, BF16)
    created = (
        Limit(
            "multiples",
            "must be at most 8 positive numbers",
            lambda a: len(a.param.multiples) <= MOST_DIMS and all(n > 0 for n in a.param.multiples),
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit(
            "x",
            "must have at most as many dimensions as multiples",
            lambda a: len(a.x.shape) <= len(a.param.multiples),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "multiples",
            "must give lengths of 64 bits",
            lambda a: max(_shape(a)) < 1 << 63,
            status.INVALID_PARAM,
        ),
        Limit(
            "multiples",
            "must leave at most 8 dimensions, those counted twice that are repeated",
            lambda a: _repeated(a) + len(a.param.multiples) <= MOST_DIMS,
            status.INVALID_TENSOR_DIM,
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have as many dimensions as multiples",
            lambda a: a.output.rank == len(a.param.multiples),
            status.INVALID_TENSOR_DIM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(_shape(call))]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        compute(lambda x: np.tile(x, self.param.multiples), (call.output,), call.x)
