"""ScatterElementsV2Operation: elements written or added where indices say, in place."""

from __future__ import annotations

from typing import Any

from acl_sim.messages import device_fault
from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8, INT32, INT64, UINT8
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

NONE, ADD = 0, 1
TYPES = (FLOAT16, FLOAT, INT8, INT32, BF16, UINT8)
DIM = status.INVALID_TENSOR_DIM


class ScatterElementsV2Operation(Operation):
    """Each element of update is put where its index is along the last axis of x, or added. There is no output."""

    name = "ScatterElementsV2Operation"
    param_type = "infer::ScatterElementsV2Param"
    fields = (Field("axis"), Field("reduction"), Field("rsv", "reserved"))
    families = ("A2", "A3")
    inputs = ("x", "indices", "update")
    outputs = ()
    changes = ("x",)
    combinations = tuple(Combination((t, index, t), ()) for t in TYPES for index in (INT32, INT64))
    created = (
        Limit("axis", "must be -1", lambda a: a.param.axis == -1, status.INVALID_PARAM),
        Limit("reduction", "must be NONE or ADD", lambda a: a.param.reduction in (NONE, ADD), status.INVALID_PARAM),
    )
    limits = (
        Limit("update", "must have the shape of indices", lambda a: a.update.shape == a.indices.shape, DIM),
        Limit("indices", "must have the dimensions of x", lambda a: a.indices.rank == a.x.rank, DIM),
        Limit(
            "indices",
            "must have the shape of x but for the first and the last dimension",
            lambda a: a.indices.shape[1:-1] == a.x.shape[1:-1],
            DIM,
        ),
        Limit(
            "indices",
            "must not be larger than x",
            lambda a: a.indices.shape[0] <= a.x.shape[0] and a.indices.shape[-1] <= a.x.shape[-1],
            DIM,
        ),
    )

    def infer(self, call: Any) -> list[Desc]:
        return []

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        def scattered(x: Any, indices: Any, update: Any) -> Any:
            if indices.min() < 0 or indices.max() >= x.shape[-1]:
                raise device_fault(
                    f"ScatterElementsV2Operation: indices are {indices.min()} to {indices.max()}; they must be 0 to "
                    f"{x.shape[-1] - 1}."
                )
            result = x.copy()
            part = result[: len(indices)]
            places = (*np.indices(indices.shape, sparse=True)[:-1], indices)
            if self.param.reduction == ADD:
                np.add.at(part, places, update)
            else:
                part[places] = update
            return result

        compute(scattered, (call.x,), call.x, call.indices, call.update)
