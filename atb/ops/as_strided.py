"""AsStridedOperation: elements at an offset and multiples of strides, copied."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import FLOAT16, INT64
from aclnn.tensor import Tensor
from atb import status
from atb.declare import Field, Limit, Operation, same
from atb.tensors import MOST_DIMS, Desc


def _last(a: Any) -> int:
    """The place of the last element that is read."""
    steps: int = sum((size - 1) * stride for size, stride in zip(a.param.size, a.param.stride))
    return steps + int(a.param.offset[0])


class AsStridedOperation(Operation):
    """The elements of x, as they lie in memory, with other sizes, strides and an offset."""

    name = "AsStridedOperation"
    param_type = "infer::AsStridedParam"
    fields = (Field("size", "ints"), Field("stride", "ints"), Field("offset", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    combinations = same(1, FLOAT16, INT64)
    limits = (
        Limit(
            "size",
            "must have at most 8 elements, as many as stride",
            lambda a: len(a.param.size) == len(a.param.stride) <= MOST_DIMS,
            status.INVALID_PARAM,
        ),
        Limit(
            "offset",
            "must be one number that is not negative",
            lambda a: len(a.param.offset) == 1 and a.param.offset[0] >= 0,
            status.INVALID_PARAM,
        ),
        Limit("size", "must be positive", lambda a: all(n > 0 for n in a.param.size), status.INVALID_PARAM),
        Limit("stride", "must not be negative", lambda a: all(n >= 0 for n in a.param.stride), status.INVALID_PARAM),
        Limit("stride", "must end within x", lambda a: _last(a) < a.x.elements, status.INVALID_PARAM),
    )
    prepared = (
        Limit(
            "output",
            "must have as many dimensions as size",
            lambda a: a.output.rank == len(a.param.size),
            status.INVALID_TENSOR_SIZE,
        ),
        Limit("output", "must have the lengths of size", lambda a: a.output.shape == a.param.size,
              status.INVALID_TENSOR_DIM),
    )  # fmt: skip

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(self.param.size)]

    def run(self, call: Any) -> None:
        from aclnn.access import storage

        x: Tensor = call.x
        view = Tensor(self.param.size, x.dtype, self.param.stride, self.param.offset[0], x.format, x.shape, x.address)
        storage(call.output)[...] = storage(view)
