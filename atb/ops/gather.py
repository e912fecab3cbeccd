"""GatherOperation: elements along an axis that indices name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT32, INT64, UINT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import MOST_DIMS

if TYPE_CHECKING:
    from atb.tensors import Desc

INDICES = (INT64, INT32, UINT32)


def _shape(a: Any) -> tuple[int, ...]:
    """That of indices, without the batch axes, in the place of the axis."""
    axis = a.param.axis
    return (*a.x.shape[:axis], *a.indices.shape[a.param.batchDims :], *a.x.shape[axis + 1 :])


class GatherOperation(Operation):
    """The elements of x along axis that indices name; the first batchDims axes of both go together."""

    name = "GatherOperation"
    param_type = "infer::GatherParam"
    fields = (Field("axis"), Field("batchDims"), Field("rsv", "reserved"))
    inputs = ("x", "indices")
    outputs = ("output",)
    created = (
        Limit("axis", "must not be negative", lambda a: a.param.axis >= 0, status.INVALID_PARAM),
        Limit("batchDims", "must be 0 to axis", lambda a: 0 <= a.param.batchDims <= a.param.axis, status.INVALID_PARAM),
    )
    limits = (
        Limit("axis", "must be a dimension of x", lambda a: a.param.axis < len(a.x.shape), status.INVALID_PARAM),
        Limit(
            "batchDims",
            "must be at most the number of dimensions of indices",
            lambda a: a.param.batchDims <= len(a.indices.shape),
            status.INVALID_PARAM,
        ),
        Limit(
            "indices",
            "must leave an output of at most 8 dimensions",
            lambda a: len(_shape(a)) <= MOST_DIMS,
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "indices",
            "must have the first batchDims dimensions of x",
            lambda a: a.indices.shape[: a.param.batchDims] == a.x.shape[: a.param.batchDims],
            status.INVALID_TENSOR_DIM,
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have as many dimensions as are gathered",
            lambda a: a.output.rank == len(_shape(a)),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "output", "must have the shape that is gathered", lambda a: a.output.shape == _shape(a),
            status.INVALID_TENSOR_DIM,
        ),
    )  # fmt: skip

    @property
    def combinations(self) -> tuple[Combination, ...]:
        types = (FLOAT16,) if self.family == "310B" else (FLOAT16, BF16, INT32, FLOAT, UINT32, INT64)
        return tuple(Combination((dtype, indices), (dtype,)) for dtype in types for indices in INDICES)

    def infer(self, call: Any) -> list[Desc]:
        return [call.x.with_shape(_shape(call))]

    def run(self, call: Any) -> None:
        from aclnn.ops.index.gather_v2 import kernel
        from atb.arrays import compute

        axis, batch = self.param.axis, self.param.batchDims

        def gather(x: Any, indices: Any) -> Any:
            import numpy as np

            if batch == 0:
                return kernel(x, axis, indices)
            pairs = np.ndindex(*x.shape[:batch])
            parts = [kernel(x[at], axis - batch, indices[at]) for at in pairs]
            return np.stack(parts).reshape(call.output.shape)

        compute(gather, (call.output,), call.x, call.indices)
