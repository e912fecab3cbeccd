"""GroupTopkOperation: scores set to zero outside the best groups of experts."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT16, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

SUM_MULTI_MAX = 1


class GroupTopkOperation(Operation):
    """The scores of the k groups of experts whose largest score, or sum of n largest, is best; zeros elsewhere.

    Programs give x and output the same address. idxArr is 0 to 1023 and not looked at.
    """

    name = "GroupTopkOperation"
    param_type = "infer::GroupTopkParam"
    fields = (Field("groupNum"), Field("k"), Field("groupMultiFlag"), Field("n"), Field("rsv", "reserved"))
    families = ("A2", "A3")
    inputs = ("x", "idxArr")
    outputs = ("output",)
    reads = ("x",)
    combinations = tuple(Combination((dtype, INT32), (dtype,)) for dtype in (FLOAT16, BF16))
    created = (
        Limit("groupNum", "must be positive", lambda a: a.param.groupNum >= 1, status.INVALID_PARAM),
        Limit("k", "must be 1 to groupNum", lambda a: 1 <= a.param.k <= a.param.groupNum, status.INVALID_PARAM),
        Limit(
            "groupMultiFlag", "must be 0 or SUM_MULTI_MAX", lambda a: a.param.groupMultiFlag <= 1, status.INVALID_PARAM
        ),
        Limit(
            "n",
            "must be positive with SUM_MULTI_MAX",
            lambda a: a.param.groupMultiFlag != SUM_MULTI_MAX or a.param.n > 0,
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit("x", "must have 2 dimensions", lambda a: len(a.x.shape) == 2, status.INVALID_TENSOR_DIM_NUM),
        Limit("idxArr", "must have 1 dimension", lambda a: len(a.idxArr.shape) == 1, status.INVALID_TENSOR_DIM_NUM),
        Limit(
            "groupNum",
            "must be at most the number of experts, x's second dimension",
            lambda a: a.param.groupNum <= a.x.shape[1],
            status.INVALID_PARAM,
        ),
        Limit(
            "n",
            "must be at most the size of a group with SUM_MULTI_MAX",
            lambda a: a.param.groupMultiFlag != SUM_MULTI_MAX or a.param.n <= a.x.shape[1] // a.param.groupNum,
            status.INVALID_PARAM,
        ),
        Limit(
            "groupNum",
            "must divide the number of experts",
            lambda a: a.x.shape[1] % a.param.groupNum == 0,
            status.INVALID_PARAM,
        ),
        Limit("idxArr", "must have the shape [1024]", lambda a: a.idxArr.shape == (1024,), status.INVALID_TENSOR_DIM),
        Limit("x", "must have at most 1024 experts", lambda a: a.x.shape[1] <= 1024, status.INVALID_TENSOR_DIM),
    )
    prepared = (
        Limit("output", "must have 2 dimensions", lambda a: a.output.rank == 2, status.INVALID_TENSOR_DIM_NUM),
        Limit("output", "must have the shape of x", lambda a: a.output.shape == a.x.shape, status.INVALID_TENSOR_DIM),
    )

    def infer(self, call: Any) -> list[Desc]:
        return [call.x]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        count = self.param.n if self.param.groupMultiFlag == SUM_MULTI_MAX else 1

        def chosen(x: Any) -> Any:
            groups = x.reshape(len(x), self.param.groupNum, -1)
            scores = np.sort(groups, axis=-1)[..., -count:].sum(axis=-1, dtype=np.float32)
            best = np.argsort(-scores, axis=-1, kind="stable")[:, : self.param.k]
            kept = np.zeros(scores.shape, bool)
            np.put_along_axis(kept, best, True, axis=-1)
            return np.where(kept[..., None], groups, 0).reshape(x.shape)

        compute(chosen, (call.output,), call.x)
