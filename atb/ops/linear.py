"""LinearOperation: x @ weight, plus a bias, added to what is there, dequantised, or as MATMUL_EIN_SUM."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aclnn import formats
from aclnn.dtypes import BF16, FLOAT, FLOAT16, UNDEFINED, DType, dtype_of
from atb import status
from atb.declare import Combination, Field, Limit, Operation

if TYPE_CHECKING:
    from atb.tensors import Desc

A2_A3 = ("A2", "A3")
NEWER, OLDER = (*A2_A3, "950"), ("310P", "310B", "910")
EIN_SUM, PER_TOKEN = 1, 2
BLOCK = 16  # a weight in FRACTAL_NZ is cut into blocks of so many rows


def _dequantises(a: Any) -> bool:
    return bool(a.param.outDataType != UNDEFINED.code)


def _is_ein_sum(a: Any) -> bool:
    return bool(a.param.matmulType == EIN_SUM)


def _batch(x: Desc) -> int:
    return 1 if len(x.shape) == 2 else x.shape[0]


def _batch_of_x(a: Any) -> int:
    if _is_ein_sum(a):
        return a.x.shape[1] if len(a.x.shape) == 3 else 0
    return _batch(a.x)


def _matrix(x: Desc, is_transposed: bool) -> tuple[int, int]:
    """Rows and columns; four dimensions are those of FRACTAL_NZ in memory, blocks of columns first."""
    rows, columns = (x.shape[2], x.shape[1] * x.shape[3]) if len(x.shape) == 4 else x.shape[-2:]
    return (columns, rows) if is_transposed else (rows, columns)


def _columns(a: Any) -> int:
    return _matrix(a.weight, a.param.transposeB)[1]


def _rows(a: Any) -> int:
    return _matrix(a.x, a.param.transposeA)[0]


def _shape(a: Any) -> tuple[int, ...]:
    if _is_ein_sum(a):
        return (*a.x.shape[:2], _columns(a))
    return (*a.x.shape[:-2], _rows(a), _columns(a))


def _has_weight_ranks(a: Any) -> bool:
    if a.weight.format == formats.FRACTAL_NZ:
        return len(a.weight.shape) in ((4,) if _is_ein_sum(a) else (2, 3, 4))
    return len(a.weight.shape) in ((3,) if _is_ein_sum(a) else (2, 3))


def _batches_fit(a: Any) -> bool:
    if _batch_of_x(a) == _batch(a.weight):
        return True
    return not a.param.transposeA and len(a.weight.shape) != 3 and _batch(a.weight) == 1


def _is_aligned(a: Any) -> bool:
    width = 32 if _dequantises(a) else 16
    return len(a.weight.shape) != 4 or (a.weight.shape[2] % BLOCK == 0 and a.weight.shape[3] == width)


def _is_row(name: str) -> Callable[[Any], bool]:
    """Whether a tensor has a row for each batch of weight and as many columns."""
    return lambda a: getattr(a, name) is None or (1, *getattr(a, name).shape)[-2:] == (_batch(a.weight), _columns(a))


def _refuse(subject: str, sentence: str, wrong: Callable[[Any], bool], *families: str) -> Limit:
    """A limit of CreateOperation, all of which answer 1."""
    given = (families,) if families else ()
    return Limit(subject, sentence, lambda a: not wrong(a), status.INVALID_PARAM, *given)


DIM, DIM_NUM = status.INVALID_TENSOR_DIM, status.INVALID_TENSOR_DIM_NUM


class LinearOperation(Operation):
    """The matrix product of x and weight, plus a bias, or added to accum; of INT8 it is scaled to outDataType.

    deqScale has a scale for each column (as the lower half of a 64-bit number where the result is FLOAT16) and
    perTokenScale one for each row. With MATMUL_EIN_SUM x is [m, batch, k] and so is the result.
    """

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
        _refuse("matmulType", "must be 0 or MATMUL_EIN_SUM", lambda a: a.param.matmulType not in (0, EIN_SUM)),
        _refuse("matmulType", "must not be MATMUL_EIN_SUM on this product", _is_ein_sum, *OLDER),
        _refuse("enAccum", "must be false with MATMUL_EIN_SUM", lambda a: _is_ein_sum(a) and a.param.enAccum),
        _refuse("transposeA", "must be false with MATMUL_EIN_SUM", lambda a: _is_ein_sum(a) and a.param.transposeA),
        _refuse("hasBias", "must be false with MATMUL_EIN_SUM", lambda a: _is_ein_sum(a) and a.param.hasBias),
        _refuse("outDataType", "must be undefined with MATMUL_EIN_SUM", lambda a: _is_ein_sum(a) and _dequantises(a)),
        _refuse(
            "outDataType",
            "must be ACL_DT_UNDEFINED, ACL_FLOAT16 or ACL_BF16",
            lambda a: dtype_of(a.param.outDataType) not in (UNDEFINED, FLOAT16, BF16),
        ),
        _refuse(
            "outDataType", "must not be ACL_BF16 on this product", lambda a: a.param.outDataType == BF16.code, *OLDER
        ),
        _refuse(
            "quantMode",
            "must be QUANT_UNDEFINED unless outDataType is given",
            lambda a: not (_dequantises(a) or _is_ein_sum(a)) and a.param.quantMode != 0,
        ),
        _refuse("enAccum", "must be false on this product", lambda a: a.param.enAccum, "950", *OLDER),
        _refuse("enAccum", "must be false with outDataType", lambda a: a.param.enAccum and _dequantises(a)),
        _refuse("hasBias", "must be false with enAccum", lambda a: a.param.hasBias and a.param.enAccum),
        _refuse(
            "hasBias",
            "must be false with PER_TOKEN on this product",
            lambda a: _dequantises(a) and a.param.quantMode == PER_TOKEN and a.param.hasBias,
            *NEWER,
        ),
        _refuse(
            "transposeA",
            "must be false with outDataType on this product",
            lambda a: _dequantises(a) and a.param.transposeA,
            *OLDER,
        ),
        _refuse(
            "transposeB",
            "must be true with outDataType on this product",
            lambda a: _dequantises(a) and not a.param.transposeB,
            *OLDER,
        ),
        _refuse(
            "hasBias",
            "must be true with outDataType on this product",
            lambda a: _dequantises(a) and not a.param.hasBias,
            "310P",
            "910",
        ),
        _refuse(
            "quantMode",
            "must not be PER_TOKEN on this product",
            lambda a: _dequantises(a) and a.param.quantMode == PER_TOKEN,
            *OLDER,
        ),
    )
    limits = (
        Limit(
            "transposeA",
            "must be false with FLOAT16 on this product",
            lambda a: a.x.dtype != FLOAT16 or not a.param.transposeA,
            status.INVALID_PARAM,
            ("310B",),
        ),
        Limit("x", "must have 2 or 3 dimensions", lambda a: len(a.x.shape) in (2, 3), DIM_NUM),
        Limit(
            "weight",
            "must have 2 or 3 dimensions (MATMUL_EIN_SUM: 3), in FRACTAL_NZ 2 to 4 (MATMUL_EIN_SUM: 4)",
            _has_weight_ranks,
            DIM_NUM,
        ),
        Limit(
            "weight",
            "must not have 3 dimensions where x has 2",
            lambda a: (len(a.x.shape), len(a.weight.shape)) != (2, 3),
            DIM_NUM,
        ),
        Limit(
            "weight",
            "must not have 2 dimensions where x has 3, with PER_TOKEN",
            lambda a: a.param.quantMode != PER_TOKEN or (len(a.x.shape), len(a.weight.shape)) != (3, 2),
            DIM_NUM,
        ),
        Limit(
            "weight",
            "must have no batches with a bias on this product",
            lambda a: _dequantises(a) or not a.param.hasBias or (len(a.weight.shape) != 3 and _batch(a.weight) == 1),
            DIM_NUM,
            ("950",),
        ),
        Limit(
            "weight",
            "must be one matrix on this product, unless quantMode is PER_TOKEN",
            lambda a: not _dequantises(a) or a.param.quantMode == PER_TOKEN or _batch(a.weight) == 1,
            DIM_NUM,
            ("950",),
        ),
        Limit("weight", "must have the batches of x", _batches_fit, DIM),
        Limit(
            "weight",
            "must have as many rows as x has columns",
            lambda a: _matrix(a.weight, a.param.transposeB)[0] == _matrix(a.x, a.param.transposeA)[1],
            DIM,
        ),
        Limit(
            "weight",
            "must have blocks of 16 rows and 16 columns, 32 of INT8, where it has 4 dimensions",
            _is_aligned,
            DIM,
        ),
        Limit("bias", "must have 1 or 2 dimensions", lambda a: a.bias is None or len(a.bias.shape) in (1, 2), DIM_NUM),
        Limit("bias", "must have a row for each batch of weight and its columns", _is_row("bias"), DIM),
        Limit(
            "deqScale",
            "must have 1 or 2 dimensions, with PER_TOKEN 1 like perTokenScale",
            lambda a: (
                (a.deqScale is None or len(a.deqScale.shape) in (1, 2))
                and (a.perTokenScale is None or len(a.deqScale.shape) == len(a.perTokenScale.shape) == 1)
            ),
            DIM_NUM,
        ),
        Limit(
            "deqScale",
            "must have a row for each batch of weight (with PER_TOKEN: one) and its columns",
            lambda a: a.deqScale.shape == (_columns(a),) if a.perTokenScale is not None else _is_row("deqScale")(a),
            DIM,
        ),
        Limit(
            "perTokenScale",
            "must have the rows of x",
            lambda a: a.perTokenScale is None or a.perTokenScale.shape == (_rows(a),),
            DIM,
        ),
        Limit(
            "accum",
            "must have as many dimensions as x",
            lambda a: a.accum is None or len(a.accum.shape) == len(a.x.shape),
            DIM_NUM,
        ),
        Limit(
            "accum", "must have the shape of the product", lambda a: a.accum is None or a.accum.shape == _shape(a), DIM
        ),
    )
    prepared = (
        Limit(
            "x",
            "must not be FLOAT unless only weight is transposed",
            lambda a: a.x.dtype != FLOAT or (not a.param.transposeA and a.param.transposeB),
            status.INVALID_PARAM,
        ),
        Limit("output", "must have as many dimensions as x", lambda a: len(a.output.shape) == len(a.x.shape), DIM_NUM),
        Limit("output", "must have the shape of the product", lambda a: a.output.shape == _shape(a), DIM),
    )

    @property
    def inputs(self) -> tuple[str, ...]:
        param = self.param
        bias, accum = ("bias",) if param.hasBias else (), ("accum",) if param.enAccum else ()
        if param.outDataType == UNDEFINED.code:
            return ("x", "weight", *bias, *accum)
        return ("x", "weight", *bias, "deqScale", *(("perTokenScale",) if param.quantMode == PER_TOKEN else ()))

    @property
    def combinations(self) -> tuple[Combination, ...]:
        from atb.linear_types import combinations

        return combinations(self.param, self.family)

    def infer(self, call: Any) -> list[Desc]:
        result: Desc = call.x.with_shape(_shape(call))
        return [result._replace(dtype=self._result_type(result.dtype))]

    def _result_type(self, usual: DType) -> DType:
        if self.param.outDataType != UNDEFINED.code:
            return dtype_of(self.param.outDataType)
        return FLOAT if self.param.enAccum else usual

    def call(self, inputs: Any, outputs: Any = ()) -> Any:
        """The inputs that the parameter does not ask for are None."""
        call = super().call(inputs, outputs)
        for name in ("bias", "accum", "deqScale", "perTokenScale"):
            if name not in self.inputs:
                setattr(call, name, None)
        return call

    def run(self, call: Any) -> None:
        from atb.products import run

        run(call)
