"""LinearOperation: x @ weight, plus a bias or added to what is there. Quantised and einsum forms are not simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, UNDEFINED
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc

A2_A3 = ("A2", "A3")
NOT_A2_A3 = ("950", "310P", "310B", "910")


def _batch(x: Desc) -> int:
    return x.shape[0] if len(x.shape) == 3 else 1


def _matrix(x: Desc, is_transposed: bool) -> tuple[int, int]:
    rows, columns = x.shape[-2:]
    return (columns, rows) if is_transposed else (rows, columns)


def _shape(a: Any) -> tuple[int, ...]:
    rows, columns = _matrix(a.x, a.param.transposeA)[0], _matrix(a.weight, a.param.transposeB)[1]
    return (*a.x.shape[:-2], rows, columns)


def _batches_fit(a: Any) -> bool:
    if _batch(a.x) == _batch(a.weight):
        return True
    return not a.param.transposeA and len(a.weight.shape) == 2


def _bias_shape(a: Any) -> tuple[int, int]:
    return _batch(a.weight), _matrix(a.weight, a.param.transposeB)[1]


class LinearOperation(Operation):
    """The matrix product of x and weight, plus a bias, or added to accum."""

    name = "LinearOperation"
    param_type = "infer::LinearParam"
    fields = (
        Field("transposeA", "bool"),
        Field("transposeB", "bool"),
        Field("hasBias", "bool"),
        Field("outDataType"),
        Field("enAccum", "bool"),
        Field("matmulType"),
        Field("quantMode"),
        Field("rsv", "reserved"),
    )
    outputs = ("output",)
    created = (
        Limit(
            "outDataType",
            "must be ACL_DT_UNDEFINED: dequantisation is not simulated",
            lambda a: a.param.outDataType == UNDEFINED.code,
            status.INVALID_PARAM,
        ),
        Limit(
            "matmulType",
            "must be MATMUL_UNDEFINED: MATMUL_EIN_SUM is not simulated",
            lambda a: a.param.matmulType == 0,
            status.INVALID_PARAM,
        ),
        Limit("quantMode", "must be QUANT_UNDEFINED", lambda a: a.param.quantMode == 0, status.INVALID_PARAM),
        Limit(
            "enAccum", "must be false on this product", lambda a: not a.param.enAccum, status.INVALID_PARAM, NOT_A2_A3
        ),
        Limit(
            "hasBias",
            "must be false with enAccum",
            lambda a: not (a.param.hasBias and a.param.enAccum),
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit(
            "transposeA", "must be false on this product", lambda a: not a.param.transposeA, status.INVALID_PARAM,
            ("310B",),
        ),
        Limit(
            "x",
            "must have 2 or 3 dimensions, like weight; with 2, weight has 2 as well",
            lambda a: (len(a.x.shape), len(a.weight.shape)) in ((2, 2), (3, 2), (3, 3)),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "weight",
            "must have 2 dimensions with a bias on this product",
            lambda a: not a.param.hasBias or len(a.weight.shape) == 2,
            status.INVALID_TENSOR_DIM_NUM,
            ("950",),
        ),
        Limit("weight", "must have the batches of x", _batches_fit, status.INVALID_TENSOR_DIM),
        Limit(
            "weight",
            "must have as many rows as x has columns",
            lambda a: _matrix(a.weight, a.param.transposeB)[0] == _matrix(a.x, a.param.transposeA)[1],
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "bias",
            "must have 1 or 2 dimensions",
            lambda a: not a.param.hasBias or len(a.bias.shape) in (1, 2),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "bias",
            "must have a row for each batch of weight and its columns",
            lambda a: not a.param.hasBias or (1, *a.bias.shape)[-2:] == _bias_shape(a),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "accum",
            "must have as many dimensions as x",
            lambda a: not a.param.enAccum or len(a.accum.shape) == len(a.x.shape),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "accum",
            "must have the shape of the product",
            lambda a: not a.param.enAccum or a.accum.shape == _shape(a),
            status.INVALID_TENSOR_DIM,
        ),
    )  # fmt: skip
    prepared = (
        Limit(
            "x",
            "must not be FLOAT unless only weight is transposed",
            lambda a: a.x.dtype != FLOAT or (not a.param.transposeA and a.param.transposeB),
            status.INVALID_PARAM,
        ),
        Limit(
            "output",
            "must have as many dimensions as x",
            lambda a: len(a.output.shape) == len(a.x.shape),
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "output",
            "must have the shape of the product",
            lambda a: a.output.shape == _shape(a),
            status.INVALID_TENSOR_DIM,
        ),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        if self.param.hasBias:
            return ("x", "weight", "bias")
        return ("x", "weight", "accum") if self.param.enAccum else ("x", "weight")

    @property
    def combinations(self) -> tuple[Combination, ...]:
        """The weight in format ND only; FRACTAL_NZ is not simulated."""
        halves = (FLOAT16, BF16) if self.family in (*A2_A3, "950") else (FLOAT16,)
        if self.param.enAccum:
            return tuple(Combination((half, half, FLOAT), (FLOAT,)) for half in halves)
        if not self.param.hasBias:
            return same(2, *halves, *((FLOAT,) if self.family in A2_A3 else ()))
        wide = tuple(Combination((half, half, FLOAT), (half,)) for half in halves) if len(halves) == 2 else ()
        return (*same(3, *halves), *wide)

    def infer(self, call: Any) -> list[Desc]:
        result: Desc = call.x.with_shape(_shape(call))
        return [result._replace(dtype=FLOAT) if self.param.enAccum else result]

    def run(self, call: Any) -> None:
        from atb.arrays import compute

        def linear(x: Any, weight: Any, addend: Any = 0) -> Any:
            left = x.swapaxes(-1, -2) if self.param.transposeA else x
            right = weight.swapaxes(-1, -2) if self.param.transposeB else weight
            if self.param.hasBias and addend.ndim == 2 and x.ndim == 3:
                addend = addend[:, None]
            return left @ right + addend

        compute(linear, (call.output,), *(getattr(call, name) for name in self.inputs))
