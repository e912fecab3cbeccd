"""LayerNormOperation: rows with mean 0 and variance 1, times gamma plus beta; after a sum, quantised after it."""

from __future__ import annotations

from typing import Any

from aclnn.dtypes import BF16, FLOAT, FLOAT16, INT8
from atb import status
from atb.declare import Combination, Field, Limit, Operation, same
from atb.tensors import Desc

NORM, PRENORM, POSTNORM = 1, 2, 3
FIELDS = {NORM: "normParam", PRENORM: "preNormParam", POSTNORM: "postNormParam"}
QUANT_INT8 = 2
SYMMETRIC, ASYMMETRIC = 1, 2  # DynamicQuantType
SMALLEST = 2e-38  # epsilon
LONGEST_ROW = 12288  # that is quantised with a scale of its own


def of_layer(param: Any, field: str) -> Any:
    """A field of the structure that layerType chooses."""
    return getattr(param, f"{FIELDS.get(param.layerType, FIELDS[NORM])}_{field}")


def is_quantised(param: Any) -> bool:
    return bool(of_layer(param, "quantType") == QUANT_INT8)


def is_dynamic(param: Any) -> bool:
    """Whether each row gets a scale of its own."""
    return param.layerType == NORM and is_quantised(param) and bool(param.normParam_dynamicQuantType)


def _is_plain(a: Any) -> bool:
    return a.param.layerType == NORM and not is_quantised(a.param)


def _begins_so(a: Any) -> bool:
    axis, rank = a.param.normParam_beginNormAxis, len(a.gamma.shape)
    return bool(axis + rank == len(a.x.shape) if axis >= 0 else -axis == rank)


def _rows_fit(a: Any) -> bool:
    given = (a.resIn, a.gamma, a.beta)
    return all(tensor is None or tensor.shape[-1] == a.x.shape[-1] for tensor in given)


def _outputs_fit(a: Any) -> bool:
    given = (getattr(a, name, None) for name in ("y", "resOut", "yQuant"))
    return all(tensor is None or tensor.shape == a.x.shape for tensor in given)


def _is_row(x: Desc, row: Desc) -> bool:
    return row.elements == x.shape[-1]


class LayerNormOperation(Operation):
    """Each row, less its mean and divided by its deviation, times gamma plus beta.

    LAYER_NORM_PRENORM and LAYER_NORM_POSTNORM normalise x + zoomScaleValue * resIn; quantised results are the INT8 of
    the result times scale plus offset, or of each row with a scale of its own.
    """

    name = "LayerNormOperation"
    param_type = "infer::LayerNormParam"
    fields = (
        Field("layerType"),
        Field("normParam.quantType"),
        Field("normParam.epsilon", "double"),
        Field("normParam.beginNormAxis"),
        Field("normParam.beginParamsAxis"),
        Field("normParam.dynamicQuantType"),
        Field("normParam.rsv", "reserved"),
        Field("preNormParam.quantType"),
        Field("preNormParam.epsilon", "double"),
        Field("preNormParam.opMode"),
        Field("preNormParam.zoomScaleValue", "double"),
        Field("preNormParam.rsv", "reserved"),
        Field("postNormParam.quantType"),
        Field("postNormParam.epsilon", "double"),
        Field("postNormParam.opMode"),
        Field("postNormParam.zoomScaleValue", "double"),
        Field("postNormParam.rsv", "reserved"),
        Field("rsv", "reserved"),
    )
    created = (
        Limit("layerType", "must be 1, 2 or 3", lambda a: a.param.layerType in FIELDS, status.INVALID_PARAM),
        Limit(
            "layerType",
            "must have QUANT_UNQUANT as its quantType, or QUANT_INT8 but for LAYER_NORM_PRENORM",
            lambda a: of_layer(a.param, "quantType") in ((0,) if a.param.layerType == PRENORM else (0, QUANT_INT8)),
            status.INVALID_PARAM,
        ),
        Limit(
            "layerType",
            f"must have an epsilon of at least {SMALLEST}",
            lambda a: abs(of_layer(a.param, "epsilon")) >= SMALLEST,
            status.INVALID_PARAM,
        ),
        Limit(
            "normParam.dynamicQuantType",
            "must not be DYNAMIC_QUANT_ASYMMETRIC",
            lambda a: a.param.layerType != NORM or a.param.normParam_dynamicQuantType != ASYMMETRIC,
            status.INVALID_PARAM,
        ),
        Limit(
            "layerType",
            "must have 0 as its opMode",
            lambda a: a.param.layerType == NORM or of_layer(a.param, "opMode") == 0,
            status.INVALID_PARAM,
        ),
        Limit(
            "layerType",
            "must be LAYER_NORM_NORM without quantType on this product",
            lambda a: a.param.layerType == NORM and not is_quantised(a.param),
            status.INVALID_PARAM,
            ("950",),
        ),
    )
    limits = (
        Limit(
            "gamma",
            "must have at most the dimensions of x in LAYER_NORM_NORM",
            lambda a: not _is_plain(a) or len(a.gamma.shape) <= len(a.x.shape),
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "normParam.beginNormAxis",
            "must be where the dimensions of gamma begin in x",
            lambda a: not _is_plain(a) or _begins_so(a),
            status.INVALID_PARAM,
        ),
        Limit(
            "x",
            "must have at least 2 dimensions with DYNAMIC_QUANT_SYMMETRIC",
            lambda a: not is_dynamic(a.param) or len(a.x.shape) >= 2,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "resIn",
            "must have the dimensions of x",
            lambda a: a.resIn is None or a.resIn.rank == a.x.rank,
            status.INVALID_TENSOR_DIM_NUM,
        ),
        Limit(
            "resIn",
            "must have the shape of x",
            lambda a: a.resIn is None or a.resIn.shape == a.x.shape,
            status.INVALID_TENSOR_DIM,
        ),
        Limit(
            "x",
            "must have rows of a multiple of 16 elements but for LAYER_NORM_NORM without quantType",
            lambda a: _is_plain(a) or a.x.shape[-1] % 16 == 0,
            status.INVALID_TENSOR_SIZE,
        ),
        Limit("gamma", "must have the last dimension of x, and so beta", _rows_fit, status.INVALID_TENSOR_SIZE),
        Limit(
            "x",
            f"must have rows of at most {LONGEST_ROW} elements with DYNAMIC_QUANT_SYMMETRIC",
            lambda a: (
                a.param.layerType != NORM
                or a.param.normParam_dynamicQuantType != SYMMETRIC
                or a.x.shape[-1] <= LONGEST_ROW
            ),
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(
            "scale",
            "must have the shape [1], like offset",
            lambda a: a.scale is None or a.scale.shape == a.offset.shape == (1,),
            status.INVALID_TENSOR_SIZE,
        ),
        Limit(  # the real library reads behind the tensor
            "gamma",
            "must have the last dimensions of x, and so beta",
            lambda a: (
                a.gamma.shape == a.beta.shape == a.x.shape[len(a.x.shape) - len(a.gamma.shape) :]
                if _is_plain(a)
                else _is_row(a.x, a.gamma) and _is_row(a.x, a.beta)
            ),
            status.INVALID_TENSOR_DIM,
        ),
    )

    prepared = (
        Limit("y", "must have the shape of x, like every other output but outScale", _outputs_fit,
              status.INVALID_TENSOR_DIM),
        Limit(
            "outScale",
            "must have the rows of x",
            lambda a: not is_dynamic(a.param) or a.outScale.shape == a.x.shape[:-1],
            status.INVALID_TENSOR_DIM,
        ),
    )  # fmt: skip

    @property
    def is_plain(self) -> bool:
        """Whether gamma may have several dimensions."""
        return _is_plain(self)

    @property
    def epsilon(self) -> float:
        return float(of_layer(self.param, "epsilon"))

    @property
    def zoom(self) -> float:
        """The factor of resIn; the quantised form has none."""
        return 1.0 if is_quantised(self.param) else float(of_layer(self.param, "zoomScaleValue"))

    @property
    def inputs(self) -> tuple[str, ...]:
        addend = () if self.param.layerType == NORM else ("resIn",)
        has_scale = is_quantised(self.param) and not is_dynamic(self.param)
        return ("x", *addend, "gamma", "beta", *(("scale", "offset") if has_scale else ()))

    @property
    def outputs(self) -> tuple[str, ...]:
        if is_dynamic(self.param):
            return ("y", "outScale")
        if self.param.layerType == PRENORM:
            return ("y", "resOut")
        return ("y", "yQuant") if self.param.layerType == POSTNORM and is_quantised(self.param) else ("y",)

    @property
    def combinations(self) -> tuple[Combination, ...]:
        layer, count = self.param.layerType, len(self.inputs)
        if is_dynamic(self.param):
            return (Combination((FLOAT16,) * count, (INT8, FLOAT)),)
        if layer == NORM and not is_quantised(self.param):
            return same(count, FLOAT16, FLOAT, BF16)
        if layer == NORM:
            return tuple(Combination((*(t,) * (count - 1), INT8), (INT8,)) for t in (FLOAT16, BF16))
        if layer == PRENORM:
            return tuple(Combination((t,) * count, (t, t)) for t in (FLOAT16, BF16))
        if is_quantised(self.param):
            return (Combination((*(FLOAT16,) * (count - 1), INT8), (FLOAT16, INT8)),)
        return same(count, FLOAT16)

    def call(self, inputs: Any, outputs: Any = ()) -> Any:
        """The inputs that the parameter does not ask for are None."""
        call = super().call(inputs, outputs)
        for name in ("resIn", "scale", "offset"):
            setattr(call, name, getattr(call, name, None))
        return call

    def infer(self, call: Any) -> list[Desc]:
        x: Desc = call.x
        kinds = {"outScale": x.with_shape(x.shape[:-1])._replace(dtype=FLOAT), "yQuant": x._replace(dtype=INT8)}
        is_first_quantised = self.param.layerType == NORM and is_quantised(self.param)
        first = x._replace(dtype=INT8) if is_first_quantised else x
        return [first, *(kinds.get(name, x) for name in self.outputs[1:])]

    def run(self, call: Any) -> None:
        from atb.norms import run_layer_norm

        run_layer_norm(self, call)
