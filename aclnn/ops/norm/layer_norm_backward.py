"""aclnnLayerNormBackward."""

from __future__ import annotations

from math import prod

from aclnn.declare import (
    FLOATS,
    MAIN,
    Arguments,
    BoolArray,
    In,
    IntArray,
    Invalid,
    Limit,
    Operator,
    OptionalIn,
    OptionalOut,
)  # fmt: skip
from aclnn.dtypes import FLOAT
from aclnn.lazy import Array, np
from aclnn.shapes import Dims, shape_of
from aclnn.shared import norms
from aclnn.shared.limits import same_shape
from aclnn.shared.output_masks import mask_limits, masked

OUTPUTS = ("gradInputOut", "gradWeightOut", "gradBiasOut")


def _ends_so(a: Arguments) -> bool:
    return bool(a.input.shape[len(a.input.shape) - len(a.normalizedShape) :] == a.normalizedShape)


def _rows(a: Arguments) -> int:
    return prod(a.input.shape[: len(a.input.shape) - len(a.normalizedShape)])


def _has_shape(name: str) -> Limit:
    return Invalid(
        name,
        "must have the shape normalizedShape",
        lambda a: getattr(a, name) is None or getattr(a, name).shape == a.normalizedShape,
    )


def _has_row(index: int) -> Limit:
    name = OUTPUTS[index]
    return Invalid(
        name,
        "must have as many elements as normalizedShape says",
        lambda a: not a.outputMask[index] or getattr(a, name).size == prod(a.normalizedShape),
    )


op = Operator(
    "LayerNormBackward",
    In("gradOut", like="input"),
    In("input", FLOATS),
    IntArray("normalizedShape"),
    In("mean", FLOATS),
    In("rstd", FLOATS),
    OptionalIn("weightOptional", FLOATS),
    OptionalIn("biasOptional", FLOATS),
    BoolArray("outputMask"),
    OptionalOut("gradInputOut", FLOATS, shape=shape_of("input")),
    OptionalOut("gradWeightOut", FLOATS),
    OptionalOut("gradBiasOut", FLOATS),
    summary="The gradients of aclnnLayerNorm that the mask asks for: of input, weight, bias.",
    page="norm/layer_norm_grad_v3/docs/aclnnLayerNormBackward",
    families=(*MAIN, "310P", "910"),
    limits=(
        *mask_limits(OUTPUTS),
        Invalid(
            "weightOptional",
            "must have the type of input or FLOAT",
            lambda a: a.weightOptional is None or a.weightOptional.dtype in (FLOAT, a.input.dtype),
        ),
        Invalid("normalizedShape", "must have at least one element", lambda a: len(a.normalizedShape) > 0),
        Invalid("input", "must have normalizedShape as its last dimensions", _ends_so),
        _has_shape("weightOptional"),
        _has_shape("biasOptional"),
        same_shape("gradOut", "input"),
        same_shape("mean", "rstd"),
        Invalid("mean", "must have an element for each row of input", lambda a: a.mean.size == _rows(a)),
        _has_row(1),
        _has_row(2),
    ),
)


@op.kernel
def kernel(
    gradOut: Array, input: Array, normalizedShape: Dims, mean: Array, rstd: Array, weightOptional: Array | None,
    call: Arguments,
) -> tuple[Array | None, ...]:  # fmt: skip
    count = len(normalizedShape)
    rows = input.shape[: input.ndim - count]
    axes, by_row = norms.trailing(input.ndim, count), (*rows, *(1,) * count)
    normal = (input - mean.reshape(by_row)) * rstd.reshape(by_row)
    scaled = gradOut if weightOptional is None else gradOut * weightOptional
    along = normal * np.mean(scaled * normal, axis=axes, keepdims=True)
    dx = (scaled - np.mean(scaled, axis=axes, keepdims=True) - along) * rstd.reshape(by_row)
    over = tuple(range(len(rows)))
    return masked(call, OUTPUTS, [dx, np.sum(gradOut * normal, axis=over), np.sum(gradOut, axis=over)])
