"""aclnnLayerNorm and aclnnLayerNormWithImplMode."""

from __future__ import annotations

from aclnn.declare import (
    FLOATS,
    MAIN,
    Arguments,
    Attribute,
    In,
    IntArray,
    Invalid,
    Operator,
    OptionalIn,
    OptionalOut,
    Out,
)
from aclnn.dtypes import FLOAT, FLOAT16
from aclnn.lazy import Array
from aclnn.shapes import Dims, shape_of
from aclnn.shared import norms
from aclnn.tensor import Tensor

KEEP_FLOAT16 = 2  # implMode; 0 and 1 differ in what the device rounds, not in what it documents


def _ends_so(a: Arguments) -> bool:
    return bool(a.input.shape[len(a.input.shape) - len(a.normalizedShape) :] == a.normalizedShape)


def _has_type(weight: Tensor | None, given: Tensor) -> bool:
    return weight is None or weight.dtype in (FLOAT, given.dtype)


def _all_are_float16(a: Arguments) -> bool:
    given = (a.input, a.weightOptional, a.biasOptional)
    return all(tensor is None or tensor.dtype == FLOAT16 for tensor in given)


STATISTIC = norms.statistic_shape("input", "normalizedShape")
PARAMETERS = (
    In("input", FLOATS),
    IntArray("normalizedShape"),
    OptionalIn("weightOptional", FLOATS),
    OptionalIn("biasOptional", FLOATS),
    Attribute("eps", "double"),
    Out("out", FLOATS, shape=shape_of("input")),
    OptionalOut("meanOutOptional", FLOATS, shape=STATISTIC),
    OptionalOut("rstdOutOptional", FLOATS, shape=STATISTIC),
)
LIMITS = (
    Invalid("weightOptional", "must have the type of input or FLOAT", lambda a: _has_type(a.weightOptional, a.input)),
    Invalid("biasOptional", "must have the type of input or FLOAT", lambda a: _has_type(a.biasOptional, a.input)),
    Invalid(
        "biasOptional",
        "must have the type of weightOptional",
        lambda a: None in (a.weightOptional, a.biasOptional) or a.biasOptional.dtype == a.weightOptional.dtype,
    ),
    Invalid("normalizedShape", "must have at least one element", lambda a: len(a.normalizedShape) > 0),
    Invalid(
        "weightOptional",
        "must have the shape normalizedShape",
        lambda a: a.weightOptional is None or a.weightOptional.shape == a.normalizedShape,
    ),
    Invalid(
        "biasOptional",
        "must have the shape normalizedShape",
        lambda a: a.biasOptional is None or a.biasOptional.shape == a.normalizedShape,
    ),
    Invalid(
        "input", "must have the dimensions of normalizedShape", lambda a: len(a.input.shape) >= len(a.normalizedShape)
    ),
    Invalid("input", "must have normalizedShape as its last dimensions", _ends_so),
)

op = Operator(
    "LayerNorm",
    *PARAMETERS,
    summary="Each row moved to mean 0 and scaled to variance 1, times weight, plus bias.",
    page="norm/layer_norm_v4/docs/aclnnLayerNorm&aclnnLayerNormWithImplMode",
    families=(*MAIN, "310B", "910"),
    limits=LIMITS,
)
with_mode = Operator(
    "LayerNormWithImplMode",
    *PARAMETERS,
    Attribute("implMode", "int32_t"),
    summary="Each row moved to mean 0 and scaled to variance 1, times weight, plus bias.",
    page="norm/layer_norm_v4/docs/aclnnLayerNorm&aclnnLayerNormWithImplMode",
    header="aclnn_layer_norm.h",
    families=(*MAIN, "310B", "910"),
    limits=(
        *LIMITS,
        Invalid("implMode", "must be 0, 1 or 2", lambda a: a.implMode in (0, 1, KEEP_FLOAT16)),
        Invalid("implMode", "must be 2 for FLOAT16 alone", lambda a: a.implMode != KEEP_FLOAT16 or _all_are_float16(a)),
    ),
)


@op.kernel
@with_mode.kernel
def kernel(
    input: Array, normalizedShape: Dims, weightOptional: Array | None, biasOptional: Array | None, eps: float
) -> tuple[Array, Array, Array]:
    mean, rstd = norms.moments(input, norms.trailing(input.ndim, len(normalizedShape)), eps)
    result = (input - mean) * rstd
    if weightOptional is not None:
        result = result * weightOptional
    if biasOptional is not None:
        result = result + biasOptional
    return result, mean, rstd
