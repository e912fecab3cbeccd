"""SortOperation: the largest elements of each row, and where they were."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

MOST_ROWS = 580000000


def _is_one_number(a: Any) -> bool:
    return len(a.param.num) == 1


class SortOperation(Operation):
    """The `num` largest elements of each row in descending order, and their indices."""

    name = "SortOperation"
    param_type = "infer::SortParam"
    fields = (Field("num", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output", "indices")
    created = (
        Limit(
            "num",
            "must be one positive number on this product",
            lambda a: _is_one_number(a) and a.param.num[0] > 0,
            status.INVALID_PARAM,
            ("950",),
        ),
    )
    limits = (
        Limit("num", "must be one number", _is_one_number, status.INVALID_PARAM),
        Limit(
            "num",
            "must be positive and at most the last dimension of x",
            lambda a: 0 < a.param.num[0] <= a.x.shape[-1],
            status.INVALID_PARAM,
        ),
        Limit(
            "x",
            f"must have at most {MOST_ROWS} as its other dimensions with less than 16 elements on this product",
            lambda a: a.param.num[0] >= 16 or all(length <= MOST_ROWS for length in a.x.shape[:-1]),
            status.INVALID_TENSOR_DIM,
            ("310P",),
        ),
    )

    @property
    def combinations(self) -> tuple[Combination, ...]:
        types = (FLOAT16, BF16, FLOAT) if self.family in ("A2", "A3", "950") else (FLOAT16, BF16)
        return tuple(Combination((dtype,), (dtype, INT32)) for dtype in types)

    def infer(self, call: Any) -> list[Desc]:
        result = call.x.with_shape((*call.x.shape[:-1], self.param.num[0]))
        return [result, result._replace(dtype=INT32)]

    def run(self, call: Any) -> None:
        from aclnn.ops.math.topk import kernel
        from atb.arrays import compute

        compute(kernel, (call.output, call.indices), call.x, self.param.num[0], -1, True)
