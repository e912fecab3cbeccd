"""RmsNormOperation: x divided by the root of its mean square, times gamma; with a sum before it.

Quantised forms are not simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same

if TYPE_CHECKING:
    from atb.tensors import Desc

NORM, PRENORM, POSTNORM = 1, 2, 3
HIGH_PERFORMANCE = 1
SMALLEST = 2e-38  # of the epsilons
EPSILONS = ("normParam_epsilon", "preNormParam_epsilon", "normParam_layerNormEps", "postNormParam_epsilon")
QUANT_TYPES = ("normParam_quantType", "preNormParam_quantType", "postNormParam_quantType")


def _has_bias(a: Any) -> bool:
    return a.param.layerType != NORM and bool(a.param.preNormParam_hasBias or a.param.postNormParam_hasBias)


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
            "normParam.quantType",
            "must be QUANT_UNQUANT, like every other: quantisation is not simulated",
            lambda a: not any(getattr(a.param, name) for name in QUANT_TYPES),
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
            "bias",
            "must have the last dimension of x",
            lambda a: not _has_bias(a) or _is_row(a.x, a.bias),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "x",
            "must have rows whose bytes are a multiple of 32",
            lambda a: a.x.shape[-1] * a.x.dtype.bits // 8 % 32 == 0,
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "normParam.modelType",
            "must be LLAMA_MODEL in HIGH_PERFORMANCE_MODE and with rstd",
            lambda a: (
                not a.param.normParam_modelType
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
    def _has_rstd(self) -> bool:
        return self.param.layerType == NORM and bool(self.param.normParam_rstd)

    @property
    def inputs(self) -> tuple[str, ...]:
        if self.param.layerType == NORM:
            return ("x", "gamma")
        has_bias = self.param.preNormParam_hasBias or self.param.postNormParam_hasBias
        return ("x", "bias", "resIn", "gamma") if has_bias else ("x", "resIn", "gamma")

    @property
    def outputs(self) -> tuple[str, ...]:
        if self._has_rstd:
            return ("y", "rstd")
        return ("y", "resOut") if self.param.layerType == PRENORM else ("y",)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        types = (FLOAT16, FLOAT, BF16) if self._has_rstd else (FLOAT16, BF16)
        if len(self.outputs) == 1:
            return same(len(self.inputs), *types)
        return tuple(Combination((dtype,) * len(self.inputs), (dtype, dtype)) for dtype in types)

    def infer(self, call: Any) -> list[Desc]:
        if self._has_rstd:
            return [call.x, call.x.with_shape(_rstd_shape(call))]
        return [call.x] * len(self.outputs)

    def run(self, call: Any) -> None:
        from aclnn.ops.norm.rms_norm import kernel
        from atb.arrays import compute

        param = self.param
        epsilon = {NORM: param.normParam_epsilon, PRENORM: param.preNormParam_epsilon}.get(
            param.layerType, param.postNormParam_epsilon
        )

        def norm(*tensors: Any) -> Any:
            *addends, gamma = tensors
            x = sum(addends[1:], addends[0])
            if not self._has_rstd:
                gamma = gamma.reshape(-1)
            if param.layerType == NORM and param.normParam_modelType:
                gamma = 1 + gamma
            y, rstd = kernel(x, gamma, epsilon)
            return (y, rstd) if self._has_rstd else (y, x)

        outputs = [getattr(call, name) for name in self.outputs]
        compute(norm, outputs, *(getattr(call, name) for name in self.inputs))
