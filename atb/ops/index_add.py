"""IndexAddOperation: rows added to those that indices name, in place."""

from __future__ import annotations

from typing import Any

from acl_sim.messages import device_fault
from aclnn.dtypes import BF16, FLOAT16, INT32
from atb import status
from atb.declare import Combination, Field, Limit, Operation, axis_from
from atb.tensors import Desc

INDEX_ADD, INDEX_ADD_VALID = 1, 2
WIDEST = 8192  # row of INDEX_ADD_VALID
DIM, SIZE = status.INVALID_TENSOR_DIM, status.INVALID_TENSOR_SIZE


def _is_valid_type(a: Any) -> bool:
    return bool(a.param.indexType == INDEX_ADD_VALID)


def _updates_fit(a: Any) -> bool:
    axis = axis_from(a.param.axis, a.var)
    wanted = (*a.var.shape[:axis], a.indices.shape[0], *a.var.shape[axis + 1 :])
    return bool(a.updates.shape == wanted)


def _ranks(name: str, sentence: str, holds: Any) -> tuple[Limit, Limit]:
    """A wrong number of dimensions answers 9, but 8 for BF16 in INDEX_ADD_VALID."""
    return (
        Limit(name, sentence, lambda a: not (_is_valid_type(a) and a.var.dtype == BF16) or holds(a), DIM),
        Limit(name, sentence, lambda a: (_is_valid_type(a) and a.var.dtype == BF16) or holds(a), SIZE),
    )


class IndexAddOperation(Operation):
    """alpha * updates added to the rows of var that indices name along axis; INDEX_ADD_VALID takes the first rows of
    updates only, as many as valid says. Programs give var and output the same address."""

    name = "IndexAddOperation"
    param_type = "infer::IndexAddParam"
    fields = (Field("indexType"), Field("axis"), Field("rsv", "reserved"))
    outputs = ("output",)
    created = (
        Limit(
            "indexType",
            "must be INDEX_ADD or INDEX_ADD_VALID",
            lambda a: a.param.indexType in (INDEX_ADD, INDEX_ADD_VALID),
            status.INVALID_PARAM,
        ),
        Limit(
            "indexType",
            "must not be INDEX_ADD_VALID on this product",
            lambda a: not _is_valid_type(a),
            status.INVALID_PARAM,
            ("950", "310P", "310B", "910"),
        ),
        Limit(
            "axis",
            "must be 0 with INDEX_ADD_VALID",
            lambda a: not _is_valid_type(a) or a.param.axis == 0,
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit(
            "axis",
            "must be a dimension of var",
            lambda a: _is_valid_type(a) or -len(a.var.shape) <= a.param.axis < len(a.var.shape),
            status.INVALID_PARAM,
        ),
        *_ranks(
            "var",
            "must have 2 dimensions with INDEX_ADD_VALID",
            lambda a: not _is_valid_type(a) or len(a.var.shape) == 2,
        ),
        Limit(
            "var",
            f"must have rows of at most {WIDEST} elements with INDEX_ADD_VALID",
            lambda a: not _is_valid_type(a) or a.var.shape[1] <= WIDEST,
            DIM,
        ),
        *_ranks("indices", "must have 1 dimension", lambda a: len(a.indices.shape) == 1),
        *_ranks("updates", "must have as many dimensions as var", lambda a: len(a.updates.shape) == len(a.var.shape)),
        Limit("updates", "must have the shape of var, with a row for each index", _updates_fit, DIM),
        *_ranks("last", "must have 1 dimension", lambda a: len(a.last.shape) == 1),
        Limit("last", "must have the shape [1]", lambda a: a.last.shape == (1,), DIM),
    )
    prepared = (
        Limit(
            "output",
            "must have the dimensions of var",
            lambda a: a.output.rank == a.var.rank,
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit("output", "must have the shape of var", lambda a: a.output.shape == a.var.shape, DIM),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        """`last` is alpha, or with INDEX_ADD_VALID the number of valid rows."""
        return ("var", "indices", "updates", "last")

    @property
    def combinations(self) -> tuple[Combination, ...]:
        halves = (FLOAT16, BF16)
        return tuple(
            Combination((t, INT32, t, INT32 if self.param.indexType == INDEX_ADD_VALID else t), (t,)) for t in halves
        )

    def infer(self, call: Any) -> list[Desc]:
        return [call.var]

    def run(self, call: Any) -> None:
        import numpy as np

        from atb.arrays import compute

        axis = axis_from(self.param.axis, call.var)

        def added(var: Any, indices: Any, updates: Any, last: Any) -> Any:
            count = int(last[0]) if _is_valid_type(self) else indices.size
            used = indices[:count]
            if not 0 <= count <= indices.size or used.min(initial=0) < 0 or used.max(initial=0) >= var.shape[axis]:
                raise device_fault(
                    f"IndexAddOperation: {count} indices of {used.min(initial=0)} to {used.max(initial=0)}; there are "
                    f"{indices.size}, and they must be below {var.shape[axis]}."
                )
            factor = 1 if _is_valid_type(self) else last[0]
            result = np.moveaxis(var.copy(), axis, 0)
            np.add.at(result, used, factor * np.moveaxis(updates, axis, 0)[:count])
            return np.moveaxis(result, 0, axis)

        compute(added, (call.output,), call.var, call.indices, call.updates, call.last)
