"""RmsNormOperation: x divided by the root of its mean square, times gamma; with a sum before it, quantised after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc

NORM, PRENORM, POSTNORM = 1, 2, 3
FIELDS = {NORM: "normParam", PRENORM: "preNormParam", POSTNORM: "postNormParam"}
QUANT_INT8 = 2
SYMMETRIC, ASYMMETRIC = 1, 2  # DynamicQuantType
HIGH_PERFORMANCE = 1
SMALLEST = 2e-38  # of the epsilons
LONGEST_ROW = 12288  # that is quantised with a scale of its own
EPSILONS = ("normParam_epsilon", "preNormParam_epsilon", "normParam_layerNormEps", "postNormParam_epsilon")


def _of_layer(param: Any, field: str) -> Any:
    """A field of the structure that layerType chooses."""
    return getattr(param, f"{FIELDS.get(param.layerType, FIELDS[NORM])}_{field}")


def _is_quantised(param: Any) -> bool:
    return bool(_of_layer(param, "quantType") == QUANT_INT8)


def _dynamic(param: Any) -> int:
    """How the scales are found while it runs; 0 where they are inputs, or nothing is quantised."""
    return int(param.normParam_dynamicQuantType) if param.layerType == NORM and _is_quantised(param) else 0


def _has_bias(param: Any) -> bool:
    if param.layerType == NORM or _is_quantised(param):
        return False
    return bool(param.preNormParam_hasBias or param.postNormParam_hasBias)


def _is_special(param: Any) -> bool:
    """Whether normParam asks for what only LLAMA_MODEL has."""
    return bool(param.normParam_precisionMode == HIGH_PERFORMANCE or param.normParam_rstd or param.normParam_quantType)


def _is_number(x: Desc) -> bool:
    return x.shape == (1,)


def _is_row(x: Desc, row: Desc) -> bool:
    """Whether a tensor has the length of x's last dimension and no other."""
    return row.shape[-1] == x.shape[-1] and all(length == 1 for length in row.shape[:-1])


def _gamma_fits(a: Any) -> bool:
    if a.param.layerType == NORM and a.param.normParam_rstd:
        return bool(a.x.shape[-len(a.gamma.shape) :] == a.gamma.shape)
    return _is_row(a.x, a.gamma)


def _rstd_shape(a: Any) -> tuple[int, ...]:
    count = len(a.gamma.shape)
    return (*a.x.shape[: len(a.x.shape) - count], *(1,) * count)


class RmsNormOperation(Operation):
    """Each row divided by the root of its mean square and multiplied by gamma, alone or after a sum."""

    name = "RmsNormOperation"
    param_type = "infer::RmsNormParam"
    fields = (
        Field("layerType"),
        Field("normParam.quantType"),
        Field("normParam.epsilon", "double"),
        Field("normParam.layerNormEps", "double"),
        Field("normParam.rstd", "bool"),
        Field("normParam.precisionMode"),
        Field("normParam.modelType"),
        Field("normParam.dynamicQuantType"),
        Field("normParam.rsv", "reserved"),
        Field("preNormParam.quantType"),
        Field("preNormParam.epsilon", "double"),
        Field("preNormParam.hasBias", "bool"),
        Field("preNormParam.rsv", "reserved"),
        Field("postNormParam.quantType"),
        Field("postNormParam.epsilon", "double"),
        Field("postNormParam.hasBias", "bool"),
        Field("postNormParam.rsv", "reserved"),
        Field("rsv", "reserved"),
    )
    created = (
        Limit(
            "normParam.epsilon",
            f"must be at least {SMALLEST}, like every other epsilon",
            lambda a: all(abs(getattr(a.param, name)) >= SMALLEST for name in EPSILONS),
            status.INVALID_PARAM,
        ),
        Limit("layerType", "must be 1, 2 or 3", lambda a: a.param.layerType in (1, 2, 3), status.INVALID_PARAM),
        Limit(
            "layerType",
            "must be RMS_NORM_NORM on this product",
            lambda a: a.param.layerType == NORM,
            status.INVALID_PARAM,
            ("310B", "910"),
        ),
        Limit(
            "layerType",
            "must have QUANT_UNQUANT or QUANT_INT8 as its quantType",
            lambda a: _of_layer(a.param, "quantType") in (0, QUANT_INT8),
            status.INVALID_PARAM,
        ),
        Limit(
            "postNormParam.quantType",
            "must not be QUANT_INT8 on this product",
            lambda a: a.param.postNormParam_quantType != QUANT_INT8,
            status.INVALID_PARAM,
            ("950", "310P"),
        ),
        Limit(
            "normParam.dynamicQuantType",
            "must not be DYNAMIC_QUANT_ASYMMETRIC",
            lambda a: a.param.layerType != NORM or a.param.normParam_dynamicQuantType != ASYMMETRIC,
            status.INVALID_PARAM,
        ),
    )
    limits = (
        Limit(
            "x",
            "must be FLOAT with rstd",
            lambda a: not a.param.normParam_rstd or a.x.dtype == FLOAT,
            status.INVALID_TENSOR_DTYPE,
        ),
        Limit(
            "x",
            "must be FLOAT16 in HIGH_PERFORMANCE_MODE",
            lambda a: a.param.normParam_precisionMode != HIGH_PERFORMANCE or a.x.dtype == FLOAT16,
            status.INVALID_TENSOR_DTYPE,
        ),
        Limit(
            "resIn",
            "must have the shape of x",
            lambda a: a.param.layerType == NORM or a.resIn.shape == a.x.shape,
            status.INVALID_TENSOR_DIM,
        ),
        Limit("gamma", "must have the last dimension of x", _gamma_fits, status.INVALID_TENSOR_DIM),
        Limit(
            "gamma",
            "must have 1 or 2 dimensions in a quantised RMS_NORM_POSTNORM",
            lambda a: a.param.layerType != POSTNORM or not _is_quantised(a.param) or len(a.gamma.shape) <= 2,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "bias",
            "must have the last dimension of x",
            lambda a: a.bias is None or _is_row(a.x, a.bias),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "beta",
            "must have the shape of gamma",
            lambda a: a.beta is None or a.beta.shape == a.gamma.shape,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "scale",
            "must have the shape [1], like offset",
            lambda a: a.scale is None or (_is_number(a.scale) and _is_number(a.offset)),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "x",
            "must have rows of a multiple of 32 elements where postNormParam.quantType is QUANT_INT8",
            lambda a: a.param.postNormParam_quantType != QUANT_INT8 or a.x.shape[-1] % 32 == 0,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "x",
            "must have rows whose bytes are a multiple of 32",
            lambda a: a.x.shape[-1] * a.x.dtype.bits // 8 % 32 == 0,
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "x",
            f"must have rows of at most {LONGEST_ROW} elements with DYNAMIC_QUANT_SYMMETRIC",
            lambda a: _dynamic(a.param) != SYMMETRIC or a.x.shape[-1] <= LONGEST_ROW,
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "normParam.modelType",
            "must be LLAMA_MODEL in HIGH_PERFORMANCE_MODE, with rstd and with quantType",
            lambda a: not a.param.normParam_modelType or not _is_special(a.param),
            status.INVALID_PARAM,
        ),
        Limit(
            "normParam.quantType",
            "must be QUANT_UNQUANT in HIGH_PERFORMANCE_MODE and with rstd",
            lambda a: (
                not a.param.normParam_quantType
                or (a.param.normParam_precisionMode != HIGH_PERFORMANCE and not a.param.normParam_rstd)
            ),
            status.INVALID_PARAM,
        ),
        Limit(
            "normParam.rstd",
            "must be false in HIGH_PERFORMANCE_MODE",
            lambda a: not (a.param.normParam_rstd and a.param.normParam_precisionMode == HIGH_PERFORMANCE),
            status.INVALID_PARAM,
        ),
        Limit(
            "preNormParam.hasBias",
            "must be false with preNormParam.quantType, and so in postNormParam",
            lambda a: (
                not (
                    (a.param.preNormParam_hasBias and a.param.preNormParam_quantType)
                    or (a.param.postNormParam_hasBias and a.param.postNormParam_quantType)
                )
            ),
            status.INVALID_PARAM,
        ),
        Limit(
            "normParam.rstd",
            "must be false on this product",
            lambda a: not a.param.normParam_rstd,
            status.INVALID_PARAM,
            ("950", "310P", "310B", "910"),
        ),
    )
    prepared = (
        Limit("y", "must have the dimensions of x", lambda a: a.y.rank == a.x.rank, status.INVALID_TENSOR_SIZE),
        Limit("y", "must have the shape of x", lambda a: a.y.shape == a.x.shape, status.INVALID_TENSOR_DIM),
    )

    @property
    def has_rstd(self) -> bool:
        """Whether the reciprocal of the root is a result."""
        return self.param.layerType == NORM and bool(self.param.normParam_rstd)

    @property
    def is_gemma(self) -> bool:
        """Whether gamma counts one more."""
        return self.param.layerType == NORM and bool(self.param.normParam_modelType)

    @property
    def is_post(self) -> bool:
        return bool(self.param.layerType == POSTNORM)

    @property
    def epsilon(self) -> float:
        return float(_of_layer(self.param, "epsilon"))

    @property
    def inputs(self) -> tuple[str, ...]:
        param = self.param
        addends = ("x",) if param.layerType == NORM else ("x", *(("bias",) if _has_bias(param) else ()), "resIn")
        if not _is_quantised(param):
            return (*addends, "gamma")
        beta = () if param.layerType == POSTNORM else ("beta",)
        return (*addends, "gamma", *beta, *(() if _dynamic(param) else ("scale", "offset")))

    @property
    def outputs(self) -> tuple[str, ...]:
        if _dynamic(self.param):
            return ("y", "outScale")
        if self.has_rstd:
            return ("y", "rstd")
        has_second = self.param.layerType == PRENORM or (self.param.layerType == POSTNORM and _is_quantised(self.param))
        return ("y", "resOut") if has_second else ("y",)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        count, quantised = len(self.inputs), _is_quantised(self.param)
        if _dynamic(self.param):
            return (Combination((FLOAT16,) * count, (INT8, FLOAT)),)
        if quantised:
            halves = same(1, *((FLOAT16,) if self.param.layerType == PRENORM else (FLOAT16, BF16)))
            pairs = ((half.inputs * (count - 1), half.outputs) for half in halves)
            return tuple(Combination((*given, INT8), (INT8, *second)[: len(self.outputs)]) for given, second in pairs)
        types = (FLOAT16, FLOAT, BF16) if self.has_rstd else (FLOAT16, BF16)
        if len(self.outputs) == 1:
            return same(count, *types)
        return tuple(Combination((dtype,) * count, (dtype, dtype)) for dtype in types)

    def call(self, inputs: Any, outputs: Any = ()) -> Any:
        """The inputs that the parameter does not ask for are None."""
        call = super().call(inputs, outputs)
        for name in ("bias", "beta", "scale", "offset"):
            if name not in self.inputs:
                setattr(call, name, None)
        return call

    def infer(self, call: Any) -> list[Desc]:
        x: Desc = call.x
        y = x._replace(dtype=INT8) if _is_quantised(self.param) else x
        if _dynamic(self.param):
            return [y, x.with_shape(x.shape[:-1])._replace(dtype=FLOAT)]
        if self.has_rstd:
            return [y, x.with_shape(_rstd_shape(call))]
        return [y, x][: len(self.outputs)]

    def run(self, call: Any) -> None:
        from atb.norms import run

        run(self, call)
