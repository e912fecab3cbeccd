"""TransdataOperation: matrices from ND to FRACTAL_NZ and back."""

from __future__ import annotations

from typing import Any

from aclnn import formats
from aclnn.dtypes import BF16, FLOAT16, INT8, DType
from atb import status
from atb.declare import Combination, Field, Limit, Operation
from atb.tensors import Desc

NZ_TO_ND, ND_TO_NZ = 1, 2
BLOCK = 16  # rows


def _width(dtype: DType) -> int:
    """Elements in a row of a block."""
    return 32 if dtype == INT8 else 16


def _ceil(number: int, block: int) -> int:
    return -(-number // block)


def _blocks(x: Desc) -> tuple[int, ...]:
    """The shape in FRACTAL_NZ: blocks of columns, rows, columns of a block."""
    rows, columns = x.shape[-2:]
    batch = x.shape[0] if len(x.shape) == 3 else 1
    return batch, _ceil(columns, _width(x.dtype)), _ceil(rows, BLOCK) * BLOCK, _width(x.dtype)


def _crops_fit(a: Any) -> bool:
    """Whether outCrops cut less than a block off."""
    if a.param.transdataType != NZ_TO_ND:
        return True
    lengths = (a.x.shape[2], a.x.shape[1] * a.x.shape[3])
    return all(_ceil(crop, BLOCK) == _ceil(length, BLOCK) for crop, length in zip(a.param.outCrops, lengths))


class TransdataOperation(Operation):
    """Matrices cut into blocks of 16 rows and 32 bytes, blocks of columns first, or put together again."""

    name = "TransdataOperation"
    param_type = "infer::TransdataParam"
    fields = (Field("transdataType"), Field("outCrops", "ints"), Field("rsv", "reserved"))
    inputs = ("x",)
    outputs = ("output",)
    limits = (
        Limit(
            "transdataType",
            "must be FRACTAL_NZ_TO_ND or ND_TO_FRACTAL_NZ",
            lambda a: a.param.transdataType in (NZ_TO_ND, ND_TO_NZ),
            status.INVALID_PARAM,
        ),
        Limit(
            "x",
            "must have 2 or 3 dimensions in ND, 4 in FRACTAL_NZ",
            lambda a: len(a.x.shape) in ((2, 3) if a.param.transdataType == ND_TO_NZ else (4,)),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "outCrops",
            "must be 2 numbers for FRACTAL_NZ_TO_ND",
            lambda a: a.param.transdataType != NZ_TO_ND or len(a.param.outCrops) == 2,
            status.INVALID_PARAM,
        ),
        Limit("outCrops", "must cut off less than 16 rows and 16 columns", _crops_fit, status.INVALID_PARAM),
        Limit(
            "outCrops",
            "must be positive for FRACTAL_NZ_TO_ND",
            lambda a: a.param.transdataType != NZ_TO_ND or min(a.param.outCrops) > 0,
            status.INVALID_PARAM,
        ),
    )
    prepared = (
        Limit(
            "output",
            "must have 4 dimensions in FRACTAL_NZ, 3 in ND",
            lambda a: a.output.rank == (4 if a.param.transdataType == ND_TO_NZ else 3),
            status.INVALID_TENSOR_DIM,
        ),
    )

    @property
    def combinations(self) -> tuple[Combination, ...]:
        to_nz = self.param.transdataType == ND_TO_NZ
        layouts = (formats.ND,), (formats.FRACTAL_NZ,)
        types = (FLOAT16,) if self.family == "310B" else (FLOAT16, INT8, BF16) if to_nz else (FLOAT16, BF16)
        return tuple(Combination((t,), (t,), *(layouts if to_nz else layouts[::-1])) for t in types)

    def infer(self, call: Any) -> list[Desc]:
        x: Desc = call.x
        if self.param.transdataType == ND_TO_NZ:
            return [x._replace(format=formats.FRACTAL_NZ).with_shape(_blocks(x))]
        return [x._replace(format=formats.ND).with_shape((x.shape[0], *self.param.outCrops))]

    def run(self, call: Any) -> None:
        from aclnn.access import storage
        from aclnn.layouts import PACK

        given, target = storage(call.x), storage(call.output)
        if self.param.transdataType == ND_TO_NZ:
            batch, blocks, rows, width = target.shape
            stored = (batch, blocks, rows // BLOCK, BLOCK, width)
            plain = given.reshape(batch, *given.shape[-2:])
            target[...] = PACK["FRACTAL_NZ"](plain, stored).reshape(target.shape)
        else:
            rows = given.swapaxes(1, 2).reshape(given.shape[0], given.shape[2], -1)
            target[...] = rows[:, : target.shape[1], : target.shape[2]]
